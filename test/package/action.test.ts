import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startDemo } from "../../packages/toolkit/src/demo/start-demo.ts";
import { repository } from "./fresh-clone.ts";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly required?: boolean; readonly default?: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = readFileSync(join(repository, "action.yml"), "utf8");
const action = parse(text, { strict: true, uniqueKeys: true }) as Action;
const page = readFileSync(join(repository, "docs", "ci.md"), "utf8");
const yamlBlocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

let folder: string;
let demo: Awaited<ReturnType<typeof startDemo>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-action-"));
  demo = await startDemo();
});

afterAll(async () => {
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A script as a runner starts it; the demo's sites answer meanwhile. */
function bash(script: string, cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env: { PATH: process.env.PATH ?? "", CROSSCHECK_DATA: join(cwd, "results.sqlite"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  return new Promise<{ status: number | null; printed: string }>((resolve) => {
    child.on("close", (status) => resolve({ status, printed }));
  });
}

const siteOf = (id: string): string => demo.sites.find((site) => site.id === id)?.url ?? "";

describe("action.yml", () => {
  const { steps } = action.runs;
  const scripts = steps.filter(({ run }) => run !== undefined);

  test("is a composite action whose scripts name their shell, parse, and hold no expression", () => {
    expect(action.runs.using).toBe("composite");
    expect(scripts.length).toBeGreaterThanOrEqual(3);
    for (const { shell, run = "" } of scripts) {
      expect(shell).toBe("bash");
      expect(run).not.toContain("${{");
      execFileSync("bash", ["-n"], { input: run });
    }
  });

  test("every expression names an input or an output that there is", () => {
    for (const [, name = ""] of text.matchAll(/inputs\.([\w-]+)/g)) expect(Object.keys(action.inputs)).toContain(name);
    const outputs = steps.find(({ id }) => id === "scan")?.run ?? "";
    for (const [, name = ""] of text.matchAll(/steps\.scan\.outputs\.([\w-]+)/g)) expect(outputs).toContain(`${name}=`);
  });

  test("docs/ci.md has every input, and no other", () => {
    const [, table = ""] = /\| input \| \|\n\|---\|---\|\n([\s\S]*?)\n\n/.exec(page) ?? [];
    const named = [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(Object.keys(action.inputs).sort());
  });

  /** The scripts one after another, as a runner would, with the inputs that are given. */
  async function runScripts(given: Readonly<Record<string, string>>) {
    const work = mkdtempSync(join(folder, "run-"));
    const files = { GITHUB_OUTPUT: join(work, "output"), GITHUB_STEP_SUMMARY: join(work, "summary.md") };
    for (const file of Object.values(files)) writeFileSync(file, "");
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([name, input]) => [name, given[name] ?? input.default ?? ""]),
    );
    let printed = "";
    let status: number | null = 0;
    // The packages are here already.
    for (const { run = "", env = {} } of scripts.filter(({ name }) => name !== "Install")) {
      const outputs = Object.fromEntries(
        readFileSync(files.GITHUB_OUTPUT, "utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => line.split(/=(.*)/s).slice(0, 2)),
      );
      const values = Object.fromEntries(
        Object.entries(env).map(([name, value]) => [
          name,
          value
            .replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => inputs[input] ?? "")
            .replace(/\$\{\{ steps\.scan\.outputs\.([\w-]+) \}\}/g, (_, output: string) => outputs[output] ?? ""),
        ]),
      );
      const ran = await bash(run, work, { RUNNER_TEMP: work, GITHUB_ACTION_PATH: repository, ...files, ...values });
      printed += ran.printed;
      status = ran.status;
      if (status !== 0) break;
    }
    const output = readFileSync(files.GITHUB_OUTPUT, "utf8");
    const [, reports = ""] = /^folder=(.*)$/m.exec(output) ?? [];
    return { status, printed, output, reports, work, summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") };
  }

  test("a site that fails fails the job, with every report and a summary", async () => {
    const { status, output, reports, summary, printed } = await runScripts({
      target: siteOf("reflects-any-origin"),
      "allow-private": "true",
    });
    expect(status, printed).toBe(1);
    expect(output).toMatch(/^exit-code=1\ncomplete=true\nfolder=/);
    expect(summary).toContain("❌ Failed");
    expect(JSON.parse(readFileSync(join(reports, "cors.sarif"), "utf8")).runs[0].results[0].ruleId).toBe(
      "reflects-any-origin",
    );
    for (const name of ["cors.xml", "cors.md", "cors.html", "cors.json"])
      expect(existsSync(join(reports, name))).toBe(true);
  });

  test("sites that pass pass it: several targets, a policy, paths, a baseline", async () => {
    const policy = join(folder, "policy.yaml");
    writeFileSync(policy, "rules:\n  - { id: all, path: /*, allowOrigins: [] }\n");
    const baseline = join(folder, "baseline.json");
    writeFileSync(baseline, '{ "schema": "crosscheck/baseline@1", "accepted": [] }');
    const site = siteOf("no-cors");
    const { status, printed, reports } = await runScripts({
      target: `${site}\n${site}x ${site}y`,
      "allow-private": "true",
      policy,
      baseline,
      path: "/\n/en/account",
      "fail-on": "low",
    });
    expect(status, printed).toBe(0);
    expect(JSON.parse(readFileSync(join(reports, "cors.json"), "utf8"))).toHaveLength(3);
  });

  test("a target that could not be tested is not complete, so nothing is uploaded", async () => {
    const { status, output } = await runScripts({ target: "http://127.0.0.1:9/", "allow-private": "true" });
    expect(status).toBe(3);
    expect(output).toMatch(/^exit-code=3\ncomplete=false\n/);
    expect(steps.find(({ uses }) => uses?.includes("upload-sarif"))?.if).toContain(
      "steps.scan.outputs.complete == 'true'",
    );
  });

  test("private addresses are refused unless told, and inputs are never run", async () => {
    expect((await runScripts({ target: siteOf("reflects-any-origin") })).status).toBe(3);
    const hostile = '$(touch ran) `touch ran` "; touch ran; --output=ran';
    const { status, work } = await runScripts({ target: hostile, policy: hostile, path: hostile, "fail-on": hostile });
    expect(status).toBe(2);
    expect(existsSync(join(work, "ran"))).toBe(false);
  });
});

describe("docs/ci.md", () => {
  test("its YAML parses, and uses inputs that there are", () => {
    expect(yamlBlocks).toHaveLength(2);
    const workflow = parse(yamlBlocks[0] ?? "", { uniqueKeys: true });
    const step = workflow.jobs.cors.steps.find(({ uses }: { uses?: string }) => uses?.includes("crosscheck@"));
    for (const name of Object.keys(step.with)) expect(Object.keys(action.inputs)).toContain(name);
  });

  test("the GitLab job's script runs, and leaves the files that it names", async () => {
    const { cors } = parse(yamlBlocks[1] ?? "", { uniqueKeys: true });
    const work = mkdtempSync(join(folder, "gitlab-"));
    const launcher = `node --conditions=@crosscheck/source ${join(repository, "scripts", "crosscheck-from-source.mjs")}`;
    const script = cors.script
      .join("\n")
      .replaceAll("npx crosscheck", launcher)
      .replace("scan ", "scan --allow-private ");
    const ran = await bash(script, work, { TARGET: siteOf("wildcard-with-credentials") });
    expect(ran.status, ran.printed).toBe(1);
    for (const name of [cors.artifacts.reports.junit, ...cors.artifacts.paths]) {
      expect(existsSync(join(work, name)), name).toBe(true);
    }
  });
});
