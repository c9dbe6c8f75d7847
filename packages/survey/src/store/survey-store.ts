import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "crosscheck/store/make-folder";
import { answeredClasses, type OutcomeClass } from "./outcome-class.ts";
import { schema, schemaVersion } from "./schema.ts";
import { NoSurveyError, StoreError, storeError } from "./store-error.ts";

export interface TargetRow {
  readonly id: number;
  readonly site: string;
  readonly target: string;
  readonly rank: number;
  readonly turn: number;
}

export interface ResultRow {
  readonly target: number;
  readonly class: OutcomeClass;
  readonly attempts: number;
  /** It failed, wholly or on the way, as a busy scanner may make it fail: a second attempt may do better. */
  readonly again: boolean;
  readonly address: string | null;
  readonly status: number | null;
  readonly scannedAt: number;
  readonly durationMs: number;
  readonly requests: number;
  readonly loopDelayMs: number;
  readonly exchanges: Uint8Array;
}

export interface JudgementRow {
  readonly target: number;
  readonly verdict: string;
  readonly cause: string | null;
  readonly categories: number;
  readonly domain: string | null;
  readonly findings: string;
  readonly headers: string;
}

/** Everything one run keeps. All methods throw a `StoreError` when the database does not do its part. */
export interface SurveyStore {
  readonly file: string;
  readonly database: DatabaseSync;
  fact(name: string): string | null;
  setFact(name: string, value: string): void;
  /** Work in one transaction: all of it is kept or none. */
  transaction<Result>(work: () => Result): Result;
  addTarget(target: Omit<TargetRow, "id">): boolean;
  countTargets(): number;
  countResults(): number;
  countJudgements(): number;
  classes(): ReadonlyMap<OutcomeClass, number>;
  /** Targets without a result, in their turn, after a place in it. */
  pending(after: { readonly turn: number; readonly id: number }, limit: number): readonly TargetRow[];
  /** Targets whose first attempt failed in a way that a busy scanner may have caused. */
  toRetry(limit: number): readonly TargetRow[];
  /** A first result stays; a retry takes the place of its target's first attempt. */
  saveResults(rows: readonly ResultRow[]): void;
  saveJudgements(rows: readonly JudgementRow[]): void;
  clearJudgements(): void;
  close(): void;
}

/** Milliseconds to wait for another process that writes. */
const busyTimeout = 10_000;

function surveyFile(folder: string): string {
  return join(folder, "survey.sqlite");
}

/** Opens the run of a folder. `create` makes both when they are not there; else a folder without a run is an error. */
export function openSurveyStore(folder: string, mode: "create" | "write" | "read"): SurveyStore {
  const file = surveyFile(folder);
  if (mode !== "create" && !existsSync(file)) {
    throw new NoSurveyError(
      `There is no survey in ${JSON.stringify(folder)}: ${file} is missing. Name the folder of \`crosscheck survey run --output\`.`,
    );
  }
  try {
    if (mode === "create") {
      makeFolder(folder, 0o700);
      // What strangers answered is the user's own: SQLite would make a file that everybody can read.
      closeSync(openSync(file, "a", 0o600));
    }
    return open(file, mode);
  } catch (error) {
    throw storeError(file, error);
  }
}

function open(file: string, mode: "create" | "write" | "read"): SurveyStore {
  const database = new DatabaseSync(file, { timeout: busyTimeout, readOnly: mode === "read" });
  try {
    const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
    if (version !== 0 && version !== schemaVersion) {
      throw new StoreError(
        `The survey's database ${file} was written by another version of crosscheck (schema ${version}, this is ${schemaVersion}).`,
      );
    }
    if (mode === "read" && version === 0) throw new StoreError(`${file} holds no survey yet: it is empty.`);
    if (mode !== "read") {
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000;");
      database.exec(`BEGIN; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT;`);
    }
    return storeOver(file, database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function storeOver(file: string, database: DatabaseSync): SurveyStore {
  const guard = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw storeError(file, error);
    }
  };
  const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const statement = (sql: string): ReturnType<DatabaseSync["prepare"]> => {
    const found = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, found);
    return found;
  };
  const count = (table: string): number =>
    guard(() => Number(statement(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0));

  function transaction<Result>(work: () => Result): Result {
    return guard(() => {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk may have rolled back already.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  return {
    file,
    database,
    transaction,
    fact: (name) => guard(() => textOf(statement("SELECT value FROM facts WHERE name = ?").get(name)?.value)),
    setFact: (name, value) =>
      guard(() => {
        statement("INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(
          name,
          value,
        );
      }),
    addTarget: ({ site, target, rank, turn }) =>
      guard(() => {
        const sql = "INSERT INTO targets (site, target, rank, turn) VALUES (?, ?, ?, ?) ON CONFLICT (site) DO NOTHING";
        return statement(sql).run(site, target, rank, turn).changes === 1;
      }),
    countTargets: () => count("targets"),
    countResults: () => count("results"),
    countJudgements: () => count("judgements"),
    classes: () =>
      guard(() => {
        const rows = statement("SELECT class, count(*) AS n FROM results GROUP BY class ORDER BY n DESC").all();
        return new Map(rows.map((row) => [String(row.class) as OutcomeClass, Number(row.n)]));
      }),
    pending: ({ turn, id }, limit) =>
      guard(() => {
        const sql = `SELECT id, site, target, rank, turn FROM targets t WHERE (turn, id) > (?, ?)
          AND NOT EXISTS (SELECT 1 FROM results r WHERE r.target = t.id) ORDER BY turn, id LIMIT ?`;
        return statement(sql).all(turn, id, limit).map(targetRow);
      }),
    toRetry: (limit) =>
      guard(() => {
        const sql = `SELECT id, site, t.target AS target, rank, turn FROM results r JOIN targets t ON t.id = r.target
          WHERE r.attempts = 1 AND r.again = 1 ORDER BY turn, id LIMIT ?`;
        return statement(sql).all(limit).map(targetRow);
      }),
    saveResults: (rows) =>
      transaction(() => {
        const insert = statement(
          `INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (target) DO UPDATE SET
            class = excluded.class, attempts = excluded.attempts, again = excluded.again, address = excluded.address, status = excluded.status,
            scanned_at = excluded.scanned_at, duration_ms = excluded.duration_ms, requests = excluded.requests,
            loop_delay_ms = excluded.loop_delay_ms, exchanges = excluded.exchanges
            WHERE excluded.attempts > results.attempts`,
        );
        // An answer that came only in part is more than none.
        const worse = statement(
          `UPDATE results SET attempts = ? WHERE target = ? AND attempts < ?
            AND class IN ('answered', 'http-error', 'bot-wall')`,
        );
        const unjudge = statement("DELETE FROM judgements WHERE target = ?");
        for (const row of rows) {
          if (row.attempts > 1 && !answeredClasses.includes(row.class)) {
            if (worse.run(row.attempts, row.target, row.attempts).changes > 0) continue;
          }
          insert.run(
            row.target,
            row.class,
            row.attempts,
            Number(row.again),
            row.address,
            row.status,
            row.scannedAt,
            Math.round(row.durationMs),
            row.requests,
            row.loopDelayMs,
            row.exchanges,
          );
          if (row.attempts > 1) unjudge.run(row.target);
        }
      }),
    saveJudgements: (rows) =>
      transaction(() => {
        const insert = statement("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?)");
        for (const { target, verdict, cause, categories, domain, findings, headers } of rows) {
          insert.run(target, verdict, cause, categories, domain, findings, headers);
        }
      }),
    clearJudgements: () =>
      guard(() => {
        database.exec("DELETE FROM judgements");
      }),
    close: () => {
      if (database.isOpen) guard(() => database.close());
    },
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function targetRow(row: Record<string, unknown>): TargetRow {
  return {
    id: Number(row.id),
    site: String(row.site),
    target: String(row.target),
    rank: Number(row.rank),
    turn: Number(row.turn),
  };
}
