import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { counted, expectedTable } from "./expected-table.ts";
import { csvRows, type Ended, ended, farmRun, startSurvey, survey } from "./run-survey.ts";
import { type Farm, startFarm } from "./start-farm.ts";
import { type Postgres, startPostgres } from "./start-postgres.ts";

let farm: Farm;
let folder: string;
let postgres: Postgres;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  postgres = startPostgres();
  farm = await startFarm({ hosts: 200, seed: 3, corsPerMille: 300, even: true });
  folder = mkdtempSync(join(tmpdir(), "crosscheck-survey-"));
}, 120_000);

afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await farm.close();
  postgres.close();
  rmSync(folder, { recursive: true, force: true });
});

const database = (): readonly string[] => ["--database", postgres.url];
const done = async (): Promise<number> => JSON.parse((await survey("status", ...database(), "--json")).stdout).done;

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let round = 0; round < 600 && !(await holds()); round++) await new Promise((wake) => setTimeout(wake, 300));
}

test("what is no database, no run or no PostgreSQL is told in a sentence", { timeout: 60_000 }, async () => {
  expect(await survey("work", "--database", "mysql://localhost/x")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is no PostgreSQL URL"),
  });
  expect(await survey("work", ...database())).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("There is no survey in PostgreSQL at"),
  });
  expect(await survey("status", "--database", "postgres://127.0.0.1:1/x")).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("PostgreSQL at 127.0.0.1:1/x: connect ECONNREFUSED"),
  });
});

test("every target exactly once, though workers are killed and frozen and PostgreSQL goes and returns", {
  timeout: 400_000,
}, async () => {
  const { argv, env } = farmRun(farm, folder);
  const list = argv[argv.indexOf("--list") + 1] ?? "";
  const asks = argv.slice(argv.indexOf("--resolver"));
  const enqueued = await ended(startSurvey(["enqueue", ...database(), "--list", list, "--lease", "10", ...asks], env));
  expect(enqueued, enqueued.stderr).toMatchObject({ code: 0 });
  const work = (): { readonly child: ChildProcess; readonly end: Promise<Ended> } => {
    const child = startSurvey(["work", ...database(), "--processes", "1", "--concurrency", "20", "--rate", "15"], env);
    workers.add(child);
    return { child, end: ended(child) };
  };
  const [killed, frozen, third] = [work(), work(), work()];
  const held = (pid: number | undefined): string =>
    postgres.query(`SELECT count(*) FROM crosscheck.workers WHERE name LIKE '%/${pid}/%'`);
  await until(async () => held(killed.child.pid) === "1" && held(frozen.child.pid) === "1" && (await done()) > 10);
  killed.child.kill("SIGKILL");
  frozen.child.kill("SIGSTOP");
  const fourth = work();
  await until(() => held(fourth.child.pid) === "1");
  const before = await done();
  expect(before).toBeLessThan(200);
  postgres.stop();
  await new Promise((wake) => setTimeout(wake, 3_000));
  postgres.start();
  // Past its lease: what it had is with the others before it goes on.
  await until(() => postgres.query("SELECT count(*) FROM crosscheck_queue.job WHERE retry_count > 0") !== "0");
  await new Promise((wake) => setTimeout(wake, 5_000));
  frozen.child.kill("SIGCONT");
  const ends = await Promise.all([frozen.end, third.end, fourth.end]);
  expect(
    ends.map(({ code }) => code),
    ends.map(({ stderr }) => stderr).join("\n"),
  ).toEqual([0, 0, 0]);
  expect(ends[0]?.stderr).toContain("was taken over by another worker: its late results are rejected");
  expect(ends[1]?.stderr).toContain("does not answer. The work waits for it");
  expect(ends[1]?.stderr).toContain("answers again: the work goes on");

  const status = JSON.parse((await survey("status", ...database(), "--json")).stdout);
  expect(status).toMatchObject({ state: "finished", targets: 200, done: 200, remaining: 0 });
  const run = join(folder, "collected");
  expect(await survey("collect", ...database(), "--output", run)).toMatchObject({ code: 0 });
  const file = join(folder, "sites.csv");
  expect(await survey("export", run, "--format", "csv", "--output", file)).toMatchObject({ code: 0 });
  const rows = csvRows(file);
  expect(counted(rows.map(({ target = "" }) => target))).toEqual(counted(farm.list.trim().split("\n")));
  expect(counted(rows.map((row) => row.class ?? ""))).toEqual(expectedTable(farm.sites).classes);
});
