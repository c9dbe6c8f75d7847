import pg from "pg";
import { NoSurveyError, StoreError } from "../store/store-error.ts";

export interface Connection {
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

/** A run's PostgreSQL. */
export interface Database extends Connection {
  /** Where it is, without the password. */
  readonly place: string;
  transaction<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function openDatabase(url: string): Database {
  let place: string;
  try {
    const { protocol, host, pathname, searchParams } = new URL(url);
    if (!/^postgres(?:ql)?:$/.test(protocol)) throw new TypeError("another scheme");
    place = `${host || (searchParams.get("host") ?? "localhost")}${pathname}`;
  } catch {
    throw new NoSurveyError("--database is no PostgreSQL URL. Write one like postgres://user@host:5432/database.");
  }
  const pool = new pg.Pool({ connectionString: url, max: 6, connectionTimeoutMillis: 10_000, keepAlive: true });
  // An idle connection that breaks is replaced when it is needed; without a listener it would end the process.
  pool.on("error", () => {});
  // One that breaks within a transaction fails the query that is under way.
  pool.on("connect", (client) => void client.on("error", () => {}));
  const over = (client: pg.Pool | pg.PoolClient): Connection => ({
    query: async (sql, values = []) => (await client.query(sql, [...values])).rows ?? [],
  });
  return {
    place,
    ...over(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        // Who freezes within a transaction must not hold its locks for ever.
        await client.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = '15s'");
        const result = await work(over(client));
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((failed: Error) => {
          broken = failed;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** Whether the database is away, or going, rather than refusing what it was asked. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function isAway(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : "";
  return (
    /^(?:08...|57P0[1-5]|25P03|53300|E[A-Z]+)$/.test(code) ||
    /terminated|timeout|not queryable|connection/i.test(message)
  );
}

export function databaseError(place: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message =
    error instanceof Error ? error.message || String("code" in error ? error.code : error) : String(error);
  return new StoreError(
    `PostgreSQL at ${place}: ${message}. What was stored is whole. Mend that, and begin the same command again.`,
    { cause: error },
  );
}
