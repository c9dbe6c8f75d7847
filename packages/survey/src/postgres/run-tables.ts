import { NoSurveyError } from "../store/store-error.ts";
import type { ResultRow } from "../store/survey-store.ts";
import type { Connection, Database } from "./database.ts";

/** One database is one run. The tables are those of a run's folder; `collect` copies one into the other. */
export const runTables = `
  CREATE SCHEMA IF NOT EXISTS crosscheck;
  CREATE TABLE IF NOT EXISTS crosscheck.facts (name text PRIMARY KEY, value text NOT NULL);
  CREATE TABLE IF NOT EXISTS crosscheck.targets (
    id bigint PRIMARY KEY, site text NOT NULL UNIQUE, target text NOT NULL, rank bigint NOT NULL, turn bigint NOT NULL,
    enqueued boolean NOT NULL DEFAULT false
  );
  CREATE INDEX IF NOT EXISTS targets_to_look_up ON crosscheck.targets (turn, id) WHERE NOT enqueued;
  CREATE TABLE IF NOT EXISTS crosscheck.results (
    target bigint PRIMARY KEY REFERENCES crosscheck.targets (id), class text NOT NULL, attempts int NOT NULL,
    again boolean NOT NULL, address text, status int, scanned_at bigint NOT NULL, duration_ms bigint NOT NULL,
    requests int NOT NULL, loop_delay_ms real NOT NULL, exchanges bytea NOT NULL, worker text NOT NULL
  );
  CREATE TABLE IF NOT EXISTS crosscheck.workers (
    name text PRIMARY KEY, seen_at timestamptz NOT NULL, done bigint NOT NULL, rejected bigint NOT NULL,
    loop_delay_ms real NOT NULL
  );
`;

export async function fact(connection: Connection, name: string): Promise<string | null> {
  const [row] = await connection.query("SELECT value FROM crosscheck.facts WHERE name = $1", [name]);
  return typeof row?.value === "string" ? row.value : null;
}

export async function setFact(connection: Connection, name: string, value: string): Promise<void> {
  const sql = "INSERT INTO crosscheck.facts VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
  await connection.query(sql, [name, value]);
}

export async function needRun(database: Database): Promise<void> {
  const [row] = await database.query("SELECT to_regclass('crosscheck.facts') AS there");
  if (row?.there !== null && (await fact(database, "list")) !== null) return;
  throw new NoSurveyError(
    `There is no survey in PostgreSQL at ${database.place}. Begin one: crosscheck survey enqueue --database URL --list FILE.`,
  );
}

/** A first result stays; a second attempt takes its place, but an answer that came only in part is more than none. */
export async function insertResults(connection: Connection, rows: readonly ResultRow[], worker: string): Promise<void> {
  for (const row of rows) {
    await connection.query(
      `INSERT INTO crosscheck.results AS old VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (target) DO UPDATE SET class = excluded.class, attempts = excluded.attempts, again = excluded.again,
         address = excluded.address, status = excluded.status, scanned_at = excluded.scanned_at,
         duration_ms = excluded.duration_ms, requests = excluded.requests, loop_delay_ms = excluded.loop_delay_ms,
         exchanges = excluded.exchanges, worker = excluded.worker
       WHERE excluded.attempts > old.attempts AND (excluded.class IN ('answered', 'http-error', 'bot-wall')
         OR old.class NOT IN ('answered', 'http-error', 'bot-wall'))`,
      [
        row.target,
        row.class,
        row.attempts,
        row.again,
        row.address,
        row.status,
        row.scannedAt,
        Math.round(row.durationMs),
        row.requests,
        row.loopDelayMs,
        row.exchanges,
        worker,
      ],
    );
  }
}
