import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ScanReport } from "../report/scan-report.ts";
import { makeFolder } from "./make-folder.ts";
import type { ResultKey, ResultStore } from "./result-store.ts";

/** Raised with every change of the tables; an older file is rebuilt (it is a cache), a newer one is left alone. */
const schemaVersion = 1;

const schema = `
  CREATE TABLE IF NOT EXISTS results (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    follow_redirects INTEGER NOT NULL,
    reach TEXT NOT NULL,
    scanned_at INTEGER NOT NULL,
    report TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS results_by_key ON results (url, follow_redirects, reach, scanned_at);
`;

/** Results kept for one key: a short history. */
const keptPerKey = 20;

/** Results kept in all, and for how many milliseconds: the file is a cache and a short history, not an archive. */
const keptInAll = 5_000;
const keptFor = 90 * 24 * 3_600_000;

/** Milliseconds to wait for another process that writes. */
const busyTimeout = 2_000;

/**
 * Opens the results of earlier scans in an SQLite file, which several processes may share. Never throws: whatever is wrong
 * with the file is told once, through `warn`, and the store then finds nothing and saves nothing.
 */
export function openResultStore(file: string, warn: (sentence: string) => void): ResultStore {
  let database: DatabaseSync | null = null;
  database = attempt("be opened", () => openDatabase(file));

  /** A store that failed once is not asked again: the scan matters more. */
  function attempt<Result>(what: string, work: () => Result): Result | null {
    try {
      return work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      warn(
        `The stored results in ${file} could not ${what}: ${why}. The scan goes on without them; delete the file, or name another in CROSSCHECK_DATA.`,
      );
      database = null;
      return null;
    }
  }

  return {
    find: (key, maxAgeMs, now) => {
      const open = database;
      return open === null ? null : attempt("be read", () => findReport(open, key, maxAgeMs, now));
    },
    list: (key, until) => {
      const open = database;
      return open === null ? [] : (attempt("be read", () => listReports(open, key, until)) ?? []);
    },
    save: (key, report) => {
      const open = database;
      if (open !== null) attempt("be written", () => saveReport(open, key, report));
    },
    close: () => {
      const open = database;
      if (open !== null) attempt("be closed", () => open.close());
      database = null;
    },
  };
}

function openDatabase(file: string): DatabaseSync {
  makeFolder(dirname(file), 0o700);
  // Results are the user's own: SQLite would make a file that everybody can read.
  closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file, { timeout: busyTimeout });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    const found = Number(database.prepare("PRAGMA user_version").get()?.user_version);
    if (found > schemaVersion) throw new Error(`it was written by a newer version of crosscheck (schema ${found})`);
    if (found < schemaVersion) database.exec(`DROP TABLE IF EXISTS results; PRAGMA user_version = ${schemaVersion};`);
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function findReport(database: DatabaseSync, key: ResultKey, maxAgeMs: number, now: Date): ScanReport | null {
  const newest = database
    .prepare(
      `SELECT report FROM results WHERE url = ? AND follow_redirects = ? AND reach = ?
       AND scanned_at BETWEEN ? AND ? ORDER BY scanned_at DESC LIMIT 1`,
    )
    .get(...columns(key), now.getTime() - maxAgeMs, now.getTime());
  if (newest === undefined) return null;
  const report: unknown = JSON.parse(String(newest.report));
  return isScanReport(report) ? report : null;
}

function listReports(database: DatabaseSync, key: ResultKey, until: Date): readonly ScanReport[] {
  return database
    .prepare(
      `SELECT report FROM results WHERE url = ? AND follow_redirects = ? AND reach = ? AND scanned_at <= ?
       ORDER BY scanned_at DESC, id DESC LIMIT ${keptPerKey}`,
    )
    .all(...columns(key), until.getTime())
    .map(({ report }): unknown => JSON.parse(String(report)))
    .filter(isScanReport);
}

function saveReport(database: DatabaseSync, key: ResultKey, report: ScanReport): void {
  database
    .prepare("INSERT INTO results (url, follow_redirects, reach, scanned_at, report) VALUES (?, ?, ?, ?, ?)")
    .run(...columns(key), Date.parse(report.scannedAt), JSON.stringify(report));
  database
    .prepare(
      `DELETE FROM results WHERE url = ?1 AND follow_redirects = ?2 AND reach = ?3 AND id NOT IN
       (SELECT id FROM results WHERE url = ?1 AND follow_redirects = ?2 AND reach = ?3
        ORDER BY scanned_at DESC, id DESC LIMIT ?4)`,
    )
    .run(...columns(key), keptPerKey);
  database
    .prepare("DELETE FROM results WHERE scanned_at < ? OR id <= (SELECT MAX(id) FROM results) - ?")
    .run(Date.parse(report.scannedAt) - keptFor, keptInAll);
}

function columns({ url, followRedirects, reach }: ResultKey): [string, number, string] {
  return [url, Number(followRedirects), reach];
}

/** The file is the user's own; this guards against an accident with it, not against the user. */
function isScanReport(value: unknown): value is ScanReport {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === "crosscheck/scan@1";
}
