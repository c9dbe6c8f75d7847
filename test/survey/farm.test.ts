import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { differencesFromTruth } from "./differences-from-truth.ts";
import { counted, expectedTable } from "./expected-table.ts";
import { csvRows, ended, farmRun, startSurvey, survey } from "./run-survey.ts";
import { siteKinds } from "./site-kinds.ts";
import { type Farm, startFarm } from "./start-farm.ts";

let farm: Farm;
let folder: string;

beforeAll(async () => {
  farm = await startFarm({ hosts: 240, seed: 1, corsPerMille: 500, even: true });
  folder = mkdtempSync(join(tmpdir(), "crosscheck-survey-"));
});

afterAll(async () => {
  await farm.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a farm whose truth is known", () => {
  test("has a site of every kind and of every fate", () => {
    expect(new Set(farm.sites.flatMap(({ kind }) => kind?.id ?? [])).size).toBe(siteKinds.length);
    expect(new Set(farm.sites.map(({ fate }) => fate)).size).toBe(9);
  });

  test("is counted exactly, though a worker is killed and the run, too", { timeout: 300_000 }, async () => {
    const { argv, env } = farmRun(farm, folder);
    const first = startSurvey([...argv, "--json", "--rate", "60"], env);
    const firstEnd = ended(first);
    let killed = 0;
    await new Promise<void>((resolve) => {
      first.once("exit", () => resolve());
      first.stdout?.on("data", (chunk: Buffer) => {
        const progress = lastLine(chunk);
        if (progress === null || progress.done < 20) return;
        const [pid] = progress.pids ?? [];
        if (killed === 0 && pid !== undefined) {
          process.kill(pid, "SIGKILL");
          killed++;
        } else if (progress.done >= 60) first.kill("SIGKILL");
      });
    });
    expect({ killed, signal: (await firstEnd).signal }).toEqual({ killed: 1, signal: "SIGKILL" });

    const stopped = JSON.parse((await survey("status", join(folder, "run"), "--json")).stdout);
    expect(stopped).toMatchObject({ state: "stopped", targets: 240 });
    expect(stopped.done).toBeGreaterThan(0);
    expect(stopped.done).toBeLessThan(240);

    const second = await ended(startSurvey([...argv, "--resume"], env));
    expect(second.code, second.stderr).toBe(0);
    const status = JSON.parse((await survey("status", join(folder, "run"), "--json")).stdout);
    expect(status).toMatchObject({ state: "finished", targets: 240, done: 240, judged: 240 });

    const file = join(folder, "sites.csv");
    expect(await survey("export", join(folder, "run"), "--format", "csv", "--output", file)).toMatchObject({ code: 0 });
    const rows = csvRows(file);
    expect(counted(rows.map(({ target = "" }) => target))).toEqual(counted(farm.list.trim().split("\n")));
    expect(differencesFromTruth(farm.sites, farm.list.trim().split("\n"), rows)).toEqual([]);
  });

  test("is judged again without a packet, to the same", { timeout: 60_000 }, async () => {
    const asked = [...farm.answered.values()].reduce((sum, count) => sum + count, 0);
    const before = await survey("export", join(folder, "run"), "--format", "csv");
    expect(await survey("judge", join(folder, "run"))).toMatchObject({ code: 0, stderr: "240 results judged.\n" });
    expect((await survey("export", join(folder, "run"), "--format", "csv")).stdout).toBe(before.stdout);
    expect([...farm.answered.values()].reduce((sum, count) => sum + count, 0)).toBe(asked);
  });

  test("is reported as it is: every row of the published tables, in a page without a script", {
    timeout: 60_000,
  }, async () => {
    const file = join(folder, "report.json");
    expect(await survey("report", join(folder, "run"), "--output", file)).toMatchObject({ code: 0 });
    const { tables } = JSON.parse(readFileSync(file, "utf8"));
    const { rows: truth } = expectedTable(farm.sites);
    const chen = tables.find(({ id }: { id: string }) => id === "chen-2018");
    const ours = chen.rows.map(({ title, cells }: { title: string; cells: unknown[] }) => [title, cells[4]]);
    // biome-ignore format: one fact per line
    const expected = [
      ["HTTPS site trusts its HTTP origin", "trusts-insecure-scheme"],
      ["trusts all subdomains",             "trusts-any-subdomain"],
      ["reflects any origin",               "reflects-any-origin"],
      ["prefix match",                      "prefix-match"],
      ["suffix match",                      "suffix-match"],
      ["substring match",                   "substring-match"],
      ["dot not escaped",                   "unescaped-dot"],
      ["trusts null",                       "trusts-null"],
      ["* with credentials",                "wildcard-with-credentials"],
      ["no Vary: Origin",                   "no-vary"],
    ] as const;
    for (const [title, category] of expected) {
      const found = ours.find(([name]: [string]) => name === title)?.[1];
      expect(found, title).toMatchObject({ count: truth[category], of: truth.cors });
    }
    const page = (await survey("report", join(folder, "run"))).stdout;
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).not.toMatch(/<script|\son[a-z]+=|src=/i);
  });

  test("comes out as one scan a line, in the scan's shape", { timeout: 60_000 }, async () => {
    const { stdout } = await survey("export", join(folder, "run"), "--format", "ndjson");
    const scans = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(scans.map(({ target }) => `${target}\n`).join("")).toBe(farm.list);
    expect(new Set(scans.map(({ schema }) => schema))).toEqual(new Set(["crosscheck/scan@1"]));
  });
});

function lastLine(chunk: Buffer): { readonly done: number; readonly pids?: readonly number[] } | null {
  const [line] = chunk.toString("utf8").trimEnd().split("\n").slice(-1);
  try {
    return JSON.parse(line ?? "");
  } catch {
    return null; // A line in two chunks: the next one comes soon.
  }
}
