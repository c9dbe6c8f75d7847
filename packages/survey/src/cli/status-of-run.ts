import type { OutcomeClass } from "../store/outcome-class.ts";
import { takeRunLock } from "../store/run-lock.ts";
import type { SurveyStore } from "../store/survey-store.ts";

/** How far a run is, as `survey status --json` prints it. */
export interface RunStatus {
  readonly schema: "crosscheck/survey-status@1";
  readonly state: "running" | "finished" | "stopped";
  readonly list: unknown;
  readonly targets: number;
  readonly done: number;
  readonly remaining: number;
  /** Results whose target failed as a busy scanner makes it fail, and that are to be tried again. */
  readonly toRetry: number;
  readonly judged: number;
  readonly classes: Readonly<Partial<Record<OutcomeClass, number>>>;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Results of the last minute, a second. */
  readonly ratePerSecond: number;
  readonly loopDelayMs: number;
}

export function statusOfRun(store: SurveyStore, folder: string, running?: boolean): RunStatus {
  const targets = store.countTargets();
  const done = store.countResults();
  const finishedAt = store.fact("finishedAt");
  const isRunning = running ?? isLocked(folder);
  const recent = store.database
    .prepare(
      `SELECT count(*) AS n, coalesce(max(loop_delay_ms), 0) AS late FROM results
       WHERE scanned_at > (SELECT max(scanned_at) FROM results) - 60000`,
    )
    .get();
  const started = store.fact("startedAt");
  const seconds = started === null ? 60 : Math.min(60, Math.max(1, (Date.now() - Date.parse(started)) / 1_000));
  return {
    schema: "crosscheck/survey-status@1",
    state: isRunning ? "running" : finishedAt === null ? "stopped" : "finished",
    list: JSON.parse(store.fact("list") ?? "null"),
    targets,
    done,
    remaining: targets - done,
    toRetry: store.toRetry(1_000_000).length,
    judged: store.countJudgements(),
    classes: Object.fromEntries(store.classes()),
    startedAt: started,
    finishedAt,
    ratePerSecond: isRunning ? Math.round((Number(recent?.n ?? 0) / seconds) * 10) / 10 : 0,
    loopDelayMs: Number(recent?.late ?? 0),
  };
}

function isLocked(folder: string): boolean {
  try {
    const lock = takeRunLock(folder);
    lock?.release();
    return lock === null;
  } catch {
    return false; // A folder that cannot be written has no run that writes.
  }
}
