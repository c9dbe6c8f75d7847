import { StoreError } from "../store/store-error.ts";
import type { SurveyStore } from "../store/survey-store.ts";
import { type FlatRow, flatColumns, flatRows } from "./flat-rows.ts";

const typeNames = { text: "VARCHAR", integer: "BIGINT", double: "DOUBLE", boolean: "BOOLEAN" } as const;

/** All rows as a Parquet file, compressed with zstd, through DuckDB, which is there only where it was installed. */
export async function writeParquet(store: SurveyStore, file: string): Promise<number> {
  const { DuckDBInstance } = await loadDuckDb();
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const columns = flatColumns.map(([name, type]) => `"${name}" ${typeNames[type]}`).join(", ");
    await connection.run(`CREATE TABLE sites (${columns})`);
    const appender = await connection.createAppender("sites");
    let count = 0;
    for (const row of flatRows(store)) {
      for (const [name, type] of flatColumns) append(appender, type, row[name] ?? null);
      appender.endRow();
      if (++count % 10_000 === 0) appender.flushSync();
    }
    appender.closeSync();
    await connection.run(`COPY sites TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
    return count;
  } catch (error) {
    throw new StoreError(
      `${JSON.stringify(file)} could not be written as Parquet: ${error instanceof Error ? error.message : String(error)}.`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type DuckDb = typeof import("@duckdb/node-api");
type Appender = Awaited<
  ReturnType<Awaited<ReturnType<Awaited<ReturnType<DuckDb["DuckDBInstance"]["create"]>>["connect"]>>["createAppender"]>
>;

function append(appender: Appender, type: keyof typeof typeNames, value: FlatRow[string]): void {
  if (value === null || value === undefined) appender.appendNull();
  else if (type === "text") appender.appendVarchar(String(value));
  else if (type === "integer") appender.appendBigInt(BigInt(Math.round(Number(value))));
  else if (type === "double") appender.appendDouble(Number(value));
  else appender.appendBoolean(value === true);
}

async function loadDuckDb(): Promise<DuckDb> {
  try {
    return await import("@duckdb/node-api");
  } catch (error) {
    throw new StoreError(
      `Parquet is written by DuckDB, which is not here. Get it with: npm install @duckdb/node-api. Or export ndjson or csv.`,
      { cause: error },
    );
  }
}
