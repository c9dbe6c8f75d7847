import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { ScanReport } from "../report/scan-report.ts";
import { makeFolder } from "./make-folder.ts";
import type { AcceptedScan, OwedScan, ScanStore } from "./scan-store.ts";

/** Raised with every change of the tables. An older file is carried over; there is none yet. */
const schemaVersion = 1;

const schema = `
  CREATE TABLE IF NOT EXISTS scans (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    clear_cache INTEGER NOT NULL,
    follow_redirects INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    finished_at INTEGER,
    last_event INTEGER,
    report BLOB
  ) STRICT;
  CREATE INDEX IF NOT EXISTS scans_owed ON scans (accepted_at) WHERE finished_at IS NULL;
  CREATE INDEX IF NOT EXISTS scans_finished ON scans (finished_at) WHERE finished_at IS NOT NULL;
`;

export interface KeptScans {
  /** Finished scans in all; the oldest go first. */
  readonly count: number;
  /** Milliseconds. */
  readonly age: number;
}

const month = 30 * 24 * 3_600_000;

/**
 * Opens the scans of a server in an SQLite file, or in memory for `:memory:`. One process at a time: see `claimFile`.
 *
 * @throws what is wrong with the file
 */
export function openScanStore(file: string, kept: KeptScans = { count: 20_000, age: month }): ScanStore {
  const database = openDatabase(file);
  const find = database.prepare("SELECT * FROM scans WHERE id = ? AND finished_at IS NOT NULL");
  const accept = database.prepare(
    "INSERT INTO scans (id, url, clear_cache, follow_redirects, accepted_at) VALUES (?, ?, ?, ?, ?)",
  );
  const begin = database.prepare("UPDATE scans SET attempts = attempts + 1 WHERE id = ?");
  const finish = database.prepare(
    "UPDATE scans SET report = ?, last_event = ?, finished_at = ? WHERE id = ? AND finished_at IS NULL",
  );
  const forgetOld = database.prepare("DELETE FROM scans WHERE finished_at < ?");
  const forgetMany = database.prepare(
    `DELETE FROM scans WHERE number IN (SELECT number FROM scans WHERE finished_at IS NOT NULL
     ORDER BY finished_at, number LIMIT ?)`,
  );
  let finished = Number(
    database.prepare("SELECT count(*) AS n FROM scans WHERE finished_at IS NOT NULL").get()?.n ?? 0,
  );
  const owed = database.prepare("SELECT * FROM scans WHERE finished_at IS NULL ORDER BY number").all().map(toOwed);

  return {
    owed,
    accept: ({ id, url, clearCache, followRedirects, acceptedAt }) => {
      accept.run(id, url, Number(clearCache), Number(followRedirects), acceptedAt.getTime());
    },
    begin: (id) => {
      begin.run(id);
    },
    finish: (id, { report, lastEvent }, now) => {
      const { changes } = finish.run(deflateRawSync(JSON.stringify(report)), lastEvent, now.getTime(), id);
      if (changes === 0) return false;
      finished++;
      finished -= Number(forgetOld.run(now.getTime() - kept.age).changes);
      if (finished > kept.count) finished -= Number(forgetMany.run(finished - kept.count).changes);
      return true;
    },
    find: (id) => {
      const row = find.get(id);
      if (row === undefined) return null;
      const report: ScanReport = JSON.parse(inflateRawSync(row.report as Uint8Array).toString());
      return { ...toScan(row), report, lastEvent: Number(row.last_event) };
    },
    isWritable: () => {
      try {
        database.exec("BEGIN IMMEDIATE; ROLLBACK;");
        return true;
      } catch {
        return false;
      }
    },
    close: () => database.close(),
  };
}

function openDatabase(file: string): DatabaseSync {
  if (file !== ":memory:") {
    makeFolder(dirname(file), 0o700);
    // Results are private: SQLite would make a file that everybody can read.
    closeSync(openSync(file, "a", 0o600));
  }
  const database = new DatabaseSync(file, { timeout: 2_000 });
  try {
    // FULL: what was promised outlives the machine's power, not the process alone.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    const found = Number(database.prepare("PRAGMA user_version").get()?.user_version);
    if (found > schemaVersion) throw new Error(`it was written by a newer version of crosscheck (schema ${found})`);
    database.exec(`${schema} PRAGMA user_version = ${schemaVersion};`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

type Row = Readonly<Record<string, SQLOutputValue>>;

function toScan(row: Row): AcceptedScan {
  return {
    id: String(row.id),
    url: String(row.url),
    clearCache: row.clear_cache === 1,
    followRedirects: row.follow_redirects === 1,
    acceptedAt: new Date(Number(row.accepted_at)),
  };
}

function toOwed(row: Row): OwedScan {
  return { ...toScan(row), attempts: Number(row.attempts) };
}
