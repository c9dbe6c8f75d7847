import { unpackScan } from "../store/stored-scan.ts";
import type { SurveyStore } from "../store/survey-store.ts";
import { judgeScan } from "./judge-scan.ts";

const mostInTransaction = 1_000;

/** Judges what is stored and not judged yet. Another process may go on gathering. Returns how many. */
export function judgePending(store: SurveyStore, onProgress: (judged: number) => void = () => {}): number {
  const read = store.database.prepare(
    `SELECT r.target AS target, t.site AS site, r.exchanges AS exchanges FROM results r JOIN targets t ON t.id = r.target
     WHERE r.target > ? AND NOT EXISTS (SELECT 1 FROM judgements j WHERE j.target = r.target) ORDER BY r.target LIMIT ?`,
  );
  let last = -1;
  let judged = 0;
  for (;;) {
    const rows = read.all(last, mostInTransaction);
    if (rows.length === 0) return judged;
    store.saveJudgements(
      rows.map(({ target, site, exchanges }) =>
        judgeScan(Number(target), String(site), unpackScan(exchanges as Uint8Array)),
      ),
    );
    last = Number(rows.at(-1)?.target);
    judged += rows.length;
    onProgress(judged);
  }
}
