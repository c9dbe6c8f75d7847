import type { OutcomeClass } from "../store/outcome-class.ts";
import type { ResultRow, SurveyStore } from "../store/survey-store.ts";
import type { Database } from "./database.ts";
import { fact } from "./run-tables.ts";

const atOnce = 1_000;

/** Copies a run's targets and results into a folder's store, which the other commands read. Returns the results. */
export async function collectRun(database: Database, store: SurveyStore): Promise<number> {
  const targets = store.database.prepare("INSERT OR IGNORE INTO targets VALUES (?, ?, ?, ?, ?)");
  for (let last = -1; ; ) {
    const sql = "SELECT id, site, target, rank, turn FROM crosscheck.targets WHERE id > $1 ORDER BY id LIMIT $2";
    const rows = await database.query(sql, [last, atOnce * 10]);
    if (rows.length === 0) break;
    last = Number(rows.at(-1)?.id);
    store.transaction(() => {
      for (const { id, site, target, rank, turn } of rows) {
        targets.run(Number(id), String(site), String(target), Number(rank), Number(turn));
      }
    });
  }
  let count = 0;
  for (let last = -1; ; ) {
    const sql = "SELECT * FROM crosscheck.results WHERE target > $1 ORDER BY target LIMIT $2";
    const rows = await database.query(sql, [last, atOnce]);
    if (rows.length === 0) break;
    last = Number(rows.at(-1)?.target);
    count += rows.length;
    store.saveResults(rows.map(resultRow));
  }
  const settings: unknown = JSON.parse((await fact(database, "settings")) ?? "{}");
  const checks = (settings as { readonly checks?: string }).checks ?? "all";
  const facts = { list: await fact(database, "list"), checks, startedAt: await fact(database, "startedAt") };
  for (const [name, value] of Object.entries({ ...facts, finishedAt: await fact(database, "finishedAt") })) {
    if (value !== null) store.setFact(name, value);
  }
  return count;
}

function resultRow(row: Record<string, unknown>): ResultRow {
  return {
    target: Number(row.target),
    class: String(row.class) as OutcomeClass,
    attempts: Number(row.attempts),
    again: row.again === true,
    address: row.address === null ? null : String(row.address),
    status: row.status === null ? null : Number(row.status),
    scannedAt: Number(row.scanned_at),
    durationMs: Number(row.duration_ms),
    requests: Number(row.requests),
    loopDelayMs: Number(row.loop_delay_ms),
    exchanges: row.exchanges as Uint8Array,
  };
}
