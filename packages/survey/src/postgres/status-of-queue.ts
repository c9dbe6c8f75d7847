import type { OutcomeClass } from "../store/outcome-class.ts";
import type { Database } from "./database.ts";
import { fact } from "./run-tables.ts";

/** How far a run on several machines is. */
export interface QueueStatus {
  readonly schema: "crosscheck/survey-status@1";
  readonly state: "running" | "finished" | "stopped";
  readonly targets: number;
  readonly enqueued: number;
  readonly done: number;
  readonly remaining: number;
  readonly classes: Readonly<Partial<Record<OutcomeClass, number>>>;
  readonly workers: readonly { readonly name: string; readonly isAlive: boolean; readonly rejected: number }[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export async function statusOfQueue(database: Database): Promise<QueueStatus> {
  const [counts] = await database.query(
    "SELECT count(*) AS targets, count(*) FILTER (WHERE enqueued) AS enqueued FROM crosscheck.targets",
  );
  const classes = await database.query(
    "SELECT class, count(*) AS n FROM crosscheck.results GROUP BY class ORDER BY n DESC",
  );
  const workers = await database.query(
    "SELECT name, seen_at > now() - interval '30 seconds' AS alive, rejected FROM crosscheck.workers ORDER BY name",
  );
  const done = classes.reduce((sum, { n }) => sum + Number(n), 0);
  const finishedAt = await fact(database, "finishedAt");
  const isRunning = workers.some(({ alive }) => alive === true);
  return {
    schema: "crosscheck/survey-status@1",
    state: finishedAt !== null ? "finished" : isRunning ? "running" : "stopped",
    targets: Number(counts?.targets),
    enqueued: Number(counts?.enqueued),
    done,
    remaining: Number(counts?.targets) - done,
    classes: Object.fromEntries(classes.map((row) => [String(row.class), Number(row.n)])),
    workers: workers.map(({ name, alive, rejected }) => ({
      name: String(name),
      isAlive: alive === true,
      rejected: Number(rejected),
    })),
    startedAt: await fact(database, "startedAt"),
    finishedAt,
  };
}
