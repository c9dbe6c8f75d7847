import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const hosts = [1_000, 5_000] as const;

/** What a site may cost, in milliseconds of CPU, and how many times the raw sockets' cost for the same probes. */
const most = { milliseconds: 1.3, ratio: 1.5 };

/**
 * A farm in a process of its own; then CPU of the survey's processes a site, beside raw sockets that make as many probes.
 * Of two lists the difference counts, so that no process's start is in it.
 */
export async function surveyBench(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-bench-"));
  const farm = spawn(
    process.execPath,
    [
      "-C",
      "@crosscheck/source",
      join(repository, "scripts", "survey-farm.ts"),
      "--hosts",
      String(hosts[1]),
      "--seed",
      "7",
      "--calm",
      "--output",
      folder,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    const resolver = await new Promise<string>((resolve) => {
      farm.stdout.on("data", (chunk) => {
        const found = /--resolver (\S+)/.exec(String(chunk))?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const sites = readFileSync(join(folder, "sites.txt"), "utf8").split("\n");
    const lists = hosts.map((count) => {
      const file = join(folder, `${count}.txt`);
      writeFileSync(file, `${sites.slice(0, count).join("\n")}\n`);
      return file;
    });
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, "authority.pem") };
    const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
    const measured = { survey: [] as Used[], raw: [] as Used[] };
    let requests = 0;
    for (const [index, list] of lists.entries()) {
      const output = join(folder, `run-${index}`);
      const run = [
        launcher,
        "survey",
        "run",
        "--list",
        list,
        "--output",
        output,
        "--resolver",
        resolver,
        "--allow-private",
        "--checks",
        "cors",
        "--deadline",
        "60s",
      ];
      measured.survey.push(measure(run, env));
      const csv = spawnSync(process.execPath, [launcher, "survey", "export", output, "--format", "ndjson"], {
        encoding: "utf8",
        maxBuffer: 1e9,
      });
      requests =
        csv.stdout
          .trim()
          .split("\n")
          .reduce((sum, line) => sum + Number(JSON.parse(line).requests), 0) / (hosts[index] ?? 1);
      measured.raw.push(
        measure([join(repository, "bench", "survey-raw.ts"), list, resolver, String(Math.round(requests))], env),
      );
    }
    const bytes = statSync(join(folder, "run-1", "survey.sqlite")).size / hosts[1];
    const aSite = (used: readonly Used[]): number =>
      ((used[1]?.cpuMs ?? 0) - (used[0]?.cpuMs ?? 0)) / (hosts[1] - hosts[0]);
    const survey = aSite(measured.survey);
    const raw = aSite(measured.raw);
    const rate =
      (hosts[1] - hosts[0]) / (((measured.survey[1]?.wallMs ?? 0) - (measured.survey[0]?.wallMs ?? 0)) / 1_000);
    process.stdout.write(`\nsurvey: CPU a site over TLS (P-256), 3% CORS, ${requests.toFixed(1)} probes a site
  raw TLS sockets, one address lookup                 ${raw.toFixed(2).padStart(8)} ms      1.00 ×
  survey run: names, probes, store, judging           ${survey.toFixed(2).padStart(8)} ms${(survey / raw).toFixed(2).padStart(10)} ×
  sites a second, the farm on the same machine        ${rate.toFixed(0).padStart(8)}
  bytes stored a site                                 ${bytes.toFixed(0).padStart(8)}\n`);
    return [
      ...(survey > most.milliseconds ? [`survey: ${survey.toFixed(2)} ms a site is over ${most.milliseconds} ms`] : []),
      ...(survey / raw > most.ratio
        ? [`survey: ${(survey / raw).toFixed(2)} × raw sockets is over ${most.ratio} ×`]
        : []),
    ];
  } finally {
    farm.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Used {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** CPU of a command and of all processes that it waited for, as a shell above it is told by the system. */
function measure(argv: readonly string[], env: NodeJS.ProcessEnv): Used {
  const script = '"$@" >/dev/null 2>&1 || exit 1; cat /proc/$$/stat';
  const started = performance.now();
  const { stdout, status } = spawnSync("sh", ["-c", script, "sh", process.execPath, "--no-warnings", ...argv], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}.`);
  // proc_pid_stat(5): cutime and cstime are the 14th and 15th after the name, in ticks of 10 ms.
  const fields = stdout.slice(stdout.lastIndexOf(")") + 2).split(" ");
  return { cpuMs: (Number(fields[13]) + Number(fields[14])) * 10, wallMs: performance.now() - started };
}
