import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { unpackScan } from "../store/stored-scan.ts";
import type { JudgementRow, SurveyStore } from "../store/survey-store.ts";
import { judgeScan } from "./judge-scan.ts";

/** A result as it is stored. */
export interface PackedRow {
  readonly target: number;
  readonly site: string;
  readonly exchanges: Uint8Array;
}

const mostInTransaction = 1_000;

/** Fewer are judged here before a thread would have begun. */
const worthThreads = 5_000;

/** Judges what is stored and not judged yet, on every core where that is worth it. Returns how many. */
export async function judgePending(
  store: SurveyStore,
  onProgress: (judged: number) => void = () => {},
): Promise<number> {
  const pending = store.countResults() - store.countJudgements();
  const threads = pending < worthThreads ? [] : startThreads(Math.min(8, availableParallelism()));
  const judge = threads.length === 0 ? [judgeHere] : threads.map((thread) => judgeOn(thread));
  const read = store.database.prepare(
    `SELECT r.target AS target, t.site AS site, r.exchanges AS exchanges FROM results r JOIN targets t ON t.id = r.target
     WHERE r.target > ? AND NOT EXISTS (SELECT 1 FROM judgements j WHERE j.target = r.target) ORDER BY r.target LIMIT ?`,
  );
  let last = -1;
  let judged = 0;
  try {
    await Promise.all(
      judge.map(async (work) => {
        for (;;) {
          const rows = read.all(last, mostInTransaction) as unknown as readonly PackedRow[];
          if (rows.length === 0) return;
          last = Number(rows.at(-1)?.target);
          store.saveJudgements(await work(rows));
          judged += rows.length;
          onProgress(judged);
        }
      }),
    );
    return judged;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

type Judge = (rows: readonly PackedRow[]) => Promise<readonly JudgementRow[]>;

const judgeHere: Judge = async (rows) =>
  rows.map(({ target, site, exchanges }) => judgeScan(target, site, unpackScan(exchanges)));

// From source it is TypeScript, which Node strips; built, it is JavaScript.
const threadFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./judge-thread.ts" : "./judge-thread.js", import.meta.url),
);

function startThreads(count: number): readonly Worker[] {
  return Array.from({ length: count }, () => new Worker(threadFile));
}

function judgeOn(thread: Worker): Judge {
  return (rows) =>
    new Promise((resolve, reject) => {
      const failed = (error: Error): void => reject(error);
      thread.once("error", failed);
      thread.once("message", (judgements: readonly JudgementRow[]) => {
        thread.off("error", failed);
        resolve(judgements);
      });
      thread.postMessage(rows);
    });
}
