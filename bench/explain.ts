import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { coverageMatrix } from "../test/explain/coverage.ts";
import { measure } from "../test/explain/measure.ts";
import { readRecording } from "../test/explain/recording.ts";

const mostMilliseconds = 2_000;
const mostMegabytes = 300;
const archiveBytes = 50 * 2 ** 20;
const floors = { har: 0.99, console: 0.95 } as const;

/** The exact sets of causes over what three browsers recorded, and an archive of 50 MB by the command, start and all. */
export function explainBench(): readonly string[] {
  const missed: string[] = [];
  const engines = (["chromium", "firefox", "webkit"] as const).map((engine) => {
    const recording = readRecording(engine);
    return { engine, version: recording.version, measured: measure(recording) };
  });
  process.stdout.write(
    `\nexplain: exact sets of causes, recorded in ${engines.map(({ engine, version }) => `${engine} ${version}`).join(", ")}\n`,
  );
  process.stdout.write(`${coverageMatrix(engines)}\n`);
  for (const { engine, measured } of engines) {
    for (const kind of ["har", "console"] as const) {
      const some = measured.filter((one) => one.kind === kind);
      const exact = some.filter(({ expected, got }) => expected === got).length / some.length;
      if (exact < floors[kind])
        missed.push(`explain, ${engine}, ${kind}: ${(exact * 100).toFixed(1)} %, at least ${floors[kind] * 100} %`);
    }
  }

  process.stdout.write("\nexplain --har, an archive of 50 MB\n");
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-bench-"));
  try {
    for (const [name, isIndented] of [
      ["in one line", false],
      ["indented", true],
    ] as const) {
      const file = join(folder, "large.har");
      writeArchive(file, isIndented);
      const runs = [1, 2, 3].map(() => explainOnce(file));
      const milliseconds = runs.map((one) => one.milliseconds).toSorted((left, right) => left - right)[1] ?? Number.NaN;
      const megabytes = Math.max(...runs.map((one) => one.megabytes));
      const size = (statSync(file).size / 2 ** 20).toFixed(0);
      process.stdout.write(
        `  ${`${size} MB ${name}: the process's CPU`.padEnd(52)}${milliseconds.toFixed(0).padStart(12)} ms\n`,
      );
      process.stdout.write(`  ${"its largest resident set".padEnd(52)}${megabytes.toFixed(0).padStart(12)} MB\n`);
      if (!(milliseconds <= mostMilliseconds))
        missed.push(`explain, 50 MB ${name}: ${milliseconds.toFixed(0)} ms, at most ${mostMilliseconds}`);
      if (!(megabytes <= mostMegabytes))
        missed.push(`explain, 50 MB ${name}: ${megabytes.toFixed(0)} MB, at most ${mostMegabytes}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return missed;
}

function explainOnce(file: string): { readonly milliseconds: number; readonly megabytes: number } {
  const program = fileURLToPath(new URL("explain-archive.ts", import.meta.url));
  const { stderr, stdout } = spawnSync(process.execPath, ["-C", "@crosscheck/source", program, file], {
    encoding: "utf8",
  });
  const { code, milliseconds, megabytes } = JSON.parse(stderr) as {
    code: number;
    milliseconds: number;
    megabytes: number;
  };
  const { causes } = JSON.parse(stdout) as { causes: readonly string[] };
  if (code !== 0 || causes.join() !== "preflight-needs-login")
    throw new Error(`It was not explained: ${stdout}${stderr}`);
  return { milliseconds, megabytes };
}

/** Entries of real recordings among thousands of others with bodies of text and of base64, the failing one last. */
function writeArchive(file: string, isIndented: boolean): void {
  const failing =
    readRecording("chromium").records.find(({ id }) => id.startsWith("preflight-needs-login"))?.har.log.entries ?? [];
  const [page, ...calls] = failing as readonly { readonly response: object }[];
  const show = (value: unknown): string => (isIndented ? JSON.stringify(value, null, 2) : JSON.stringify(value));
  const script = 'const answer = "caf\u00e9\\n" + [1, 2, {}];\n'.repeat(900);
  const image = Buffer.alloc(30_000, 7).toString("base64");
  const descriptor = openSync(file, "w");
  let written = writeSync(
    descriptor,
    '{"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": [], "entries": [\n',
  );
  for (let index = 0; written < archiveBytes; index++) {
    const content =
      index % 2 === 0
        ? { size: script.length, mimeType: "text/javascript", text: script }
        : { size: 30_000, mimeType: "image/png", encoding: "base64", text: image };
    written += writeSync(descriptor, `${show({ ...page, response: { ...page?.response, content } })},\n`);
  }
  writeSync(descriptor, `${calls.map(show).join(",\n")}\n]}}`);
  closeSync(descriptor);
}
