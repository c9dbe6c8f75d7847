import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Command, Io } from "crosscheck/cli/command";
import { parseOptions } from "crosscheck/cli/parse-options";
import { progressLine } from "crosscheck/cli/progress-line";
import { untilInterrupted } from "crosscheck/cli/until-interrupted";
import { printable } from "crosscheck/report/printable";
import { type BulkNames, bulkNames } from "../gather/bulk-names.ts";
import { type GatherEnd, type GatherProgress, gather } from "../gather/gather.ts";
import type { GatherOptions } from "../gather/messages.ts";
import { readOptOut } from "../lists/opt-out.ts";
import { type Database, databaseError, openDatabase } from "../postgres/database.ts";
import { type JobSource, jobSource } from "../postgres/job-source.ts";
import { openBoss } from "../postgres/queue.ts";
import { fact, needRun } from "../postgres/run-tables.ts";
import { runOptions } from "./survey-options.ts";

const summary = "gather what a PostgreSQL's queue has, beside other machines";

const help = `Usage: crosscheck survey work --database URL [options]

Takes batches of sites from the queue that \`crosscheck survey enqueue\` filled, asks them, and stores each batch with its end in
one transaction. Any number of machines may work at once, and end in any way: what one leaves goes to the others. Ends when
nothing is left.

Options:
  --database URL   as of \`survey enqueue\`
  --resolver IP[:PORT]  this machine's name server, for redirects and second attempts; that of \`enqueue\` otherwise
  --processes N    one for each core unless told
  --concurrency N  sites under way at once, 2,000 in all unless told
  --rate N         new sites a second at most
  --patience TIME  how long to wait for a database or a name server that does not answer: 120s unless told

Examples:
  crosscheck survey work --database postgres://survey@db.example/survey
`;

export const command: Command = { summary, help, run };

const kinds = {
  database: "value",
  resolver: "value",
  processes: "value",
  concurrency: "value",
  rate: "value",
  patience: "value",
} as const;

async function run(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseOptions("survey work", argv, kinds);
  const wrong = (sentence: string): number => {
    io.stderr.write(`${printable(sentence, 1_000)}\n`);
    return 2;
  };
  if (!parsed.ok) return wrong(parsed.message);
  const url = parsed.values.get("database")?.[0];
  if (url === undefined) return wrong("crosscheck survey work: it needs --database URL.");
  const own = runOptions(parsed.flags, parsed.values);
  if (typeof own === "string") return wrong(`crosscheck survey work: ${own}`);
  const database = openDatabase(url);
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-work-"));
  try {
    await needRun(database);
    const settings: GatherOptions & { readonly optOut: string; readonly lease: number } = JSON.parse(
      (await fact(database, "settings")) ?? "{}",
    );
    const optOutFile = join(folder, "opt-out");
    writeFileSync(optOutFile, settings.optOut, { mode: 0o600 });
    const options: GatherOptions = {
      ...settings,
      optOutFile,
      resolver: own.gather.resolver ?? settings.resolver,
      concurrency: own.gather.concurrency,
      mostStarts: own.gather.mostStarts,
    };
    return await work(database, options, own.processes, own.patienceMs, settings.lease, io);
  } catch (error) {
    throw databaseError(database.place, error);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function work(
  database: Database,
  options: GatherOptions,
  processes: number,
  patienceMs: number,
  leaseSeconds: number,
  io: Io,
): Promise<number> {
  const worker = `${hostname()}/${process.pid}/${randomBytes(3).toString("hex")}`;
  const line = progressLine(io);
  const onNotice = (sentence: string): void => {
    line.clear();
    io.stderr.write(`${sentence}\n`);
  };
  const controller = new AbortController();
  const interrupted = untilInterrupted();
  interrupted.signal.then(() => controller.abort());
  let failure: Error | null = null;
  const boss = openBoss(database);
  await boss.start();
  await database.query("INSERT INTO crosscheck.facts VALUES ('startedAt', $1) ON CONFLICT (name) DO NOTHING", [
    new Date().toISOString(),
  ]);
  const source = jobSource(database, boss, {
    worker,
    atHand: options.concurrency * processes * 2,
    leaseSeconds,
    patienceMs,
    onNotice,
    onFailure: (error) => {
      failure ??= error;
      controller.abort();
    },
  });
  let toldAt = 0;
  const onProgress = ({ done, retrying, loopDelayMs }: GatherProgress): void => {
    line.show(`${retrying ? "trying again, " : ""}${done} asked here · loop ${loopDelayMs.toFixed(0)} ms`);
    if (performance.now() - toldAt < 2_000) return;
    toldAt = performance.now();
    void tell(database, worker, done, source.rejected, loopDelayMs).catch(() => {});
  };
  let how: GatherEnd;
  try {
    how = await gather(source, {
      options,
      processes,
      names: queuedNames(options.resolver, source),
      optOut: readOptOut(options.optOutFile ?? ""),
      nameServerPatienceMs: patienceMs,
      signal: controller.signal,
      onProgress,
      onNotice,
    });
  } finally {
    interrupted.dispose();
    line.clear();
    await source.close();
    await boss.stop({ graceful: false }).catch(() => {});
  }
  if (failure !== null) throw failure;
  if (how.end === "stopped") {
    io.stderr.write("crosscheck survey work: stopped. What it had not stored goes to the others.\n");
    return controller.signal.aborted ? 130 : 3;
  }
  await database.query("INSERT INTO crosscheck.facts VALUES ('finishedAt', $1) ON CONFLICT (name) DO NOTHING", [
    new Date().toISOString(),
  ]);
  io.stderr.write(
    "Nothing is left in the queue. Judge it: crosscheck survey collect --database URL --output FOLDER.\n",
  );
  return 0;
}

async function tell(database: Database, name: string, done: number, rejected: number, late: number): Promise<void> {
  await database.query(
    `INSERT INTO crosscheck.workers VALUES ($1, now(), $2, $3, $4) ON CONFLICT (name) DO UPDATE SET
      seen_at = now(), done = excluded.done, rejected = excluded.rejected, loop_delay_ms = excluded.loop_delay_ms`,
    [name, done, rejected, late],
  );
}

/** Names were looked up when they were put into the queue; what had no address then is asked again. */
function queuedNames(resolver: string | null, source: JobSource): BulkNames {
  const names = bulkNames({ resolver });
  return {
    resolve: async (host, signal) => source.addressesOf(host) ?? (await names.resolve(host, signal)),
    isMissing: names.isMissing,
    slowDown: names.slowDown,
    get unanswered() {
      return names.unanswered;
    },
  };
}
