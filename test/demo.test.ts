import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../packages/toolkit/src/cli/main.ts";
import { demoSites } from "../packages/toolkit/src/demo/sites.ts";
import { repository } from "./architecture/imports.ts";
import { bufferIo } from "./buffer-io.ts";

interface ListedSite {
  readonly id: string;
  readonly url: string;
  readonly verdict: string;
  readonly cause?: string;
  readonly checks: readonly string[];
}

const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
let demo: ChildProcess;
let sites: readonly ListedSite[];
let folder: string;

/** The demo as a person starts it, in a process of its own. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-demo-"));
  demo = spawn(process.execPath, [launcher, "demo", "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  if (demo.stdout === null) throw new Error("the demo has no output");
  const [line] = await once(createInterface({ input: demo.stdout }), "line");
  sites = JSON.parse(line).sites;
});

afterAll(() => {
  demo?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("one line of JSON names every site once they all listen", async () => {
  expect(sites.map(({ id }) => id)).toEqual(demoSites.map(({ id }) => id));
  for (const { url } of sites) expect((await fetch(url)).status).toBe(200);
});

describe.each(demoSites.map(({ id, verdict, cause }) => [id, cause ?? "", verdict] as const))(
  "%s",
  (id, _cause, verdict) => {
    test(`crosscheck scan says what the site declares: ${verdict}`, async () => {
      const site = sites.find((candidate) => candidate.id === id);
      if (site === undefined) throw new Error(`${id} is not listed`);
      const io = bufferIo({ env: { CROSSCHECK_DATA: folder } });
      const exitCode = await run(["scan", site.url, "--allow-private", "--json"], io);
      const report = JSON.parse(io.text.stdout);

      expect(report.target).toBe(site.url);
      expect(report.verdict).toBe(site.verdict);
      expect(report.tests[0].cause).toBe(site.cause);
      expect(exitCode).toBe(site.verdict === "passed" ? 0 : 1);
      const reported = report.findings.filter(isUrgent).map((finding: { check: string }) => finding.check);
      expect(reported).toEqual(site.checks);
    });
  },
);

test("SIGTERM ends it cleanly", async () => {
  const ended = once(demo, "exit");
  demo.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

function isUrgent({ level, severity }: { level: string; severity: string }): boolean {
  return level === "broken" || !["info", "low"].includes(severity);
}
