import type { Command, Io } from "crosscheck/cli/command";
import { openOutput } from "crosscheck/cli/open-output";
import { csvLine } from "../export/csv-line.ts";
import { flatColumns, flatRows } from "../export/flat-rows.ts";
import { scanReports } from "../export/scan-reports.ts";
import { writeParquet } from "../export/write-parquet.ts";
import { judgePending } from "../judge/judge-pending.ts";
import { openSurveyStore, type SurveyStore } from "../store/survey-store.ts";
import { folderCommand } from "./folder-command.ts";

const summary = "one scan a line: ndjson, csv, parquet";

const formats = ["ndjson", "csv", "parquet"] as const;

const help = `Usage: crosscheck survey export FOLDER --format FORMAT [--output FILE]

Options:
  --format FORMAT  ndjson: each site's scan in the shape of \`crosscheck scan --format json\`; csv and parquet: one flat row
                   a site, with a column for each category of the report
  --output FILE    write there instead of standard output; parquet needs it, and DuckDB: npm install @duckdb/node-api

Examples:
  crosscheck survey export ./survey --format ndjson --output scans.ndjson
  crosscheck survey export ./survey --format parquet --output sites.parquet
`;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
  const asked = folderCommand("export", argv, { format: "value", output: "value" }, io);
  if (typeof asked === "number") return asked;
  const format = formats.find((name) => name === asked.value("format"));
  if (format === undefined) {
    io.stderr.write(
      `crosscheck survey export: --format ${JSON.stringify(asked.value("format") ?? "")} is none of: ${formats.join(", ")}.\n`,
    );
    return 2;
  }
  const output = asked.value("output");
  if (format === "parquet" && output === null) {
    io.stderr.write("crosscheck survey export: Parquet is no text for a terminal or a pipe. Give --output FILE.\n");
    return 2;
  }
  const store = await judgedStore(asked.folder, format !== "ndjson");
  try {
    if (format === "parquet" && output !== null) {
      const count = await writeParquet(store, output);
      io.stderr.write(`${count} sites written to ${output}.\n`);
      return 0;
    }
    const out = openOutput(output, io, "survey export");
    if (typeof out === "string") {
      io.stderr.write(`${out}\n`);
      return 2;
    }
    try {
      if (format === "ndjson") for (const report of scanReports(store)) out.write(`${JSON.stringify(report)}\n`);
      else {
        out.write(csvLine(flatColumns.map(([name]) => name)));
        for (const row of flatRows(store)) out.write(csvLine(flatColumns.map(([name]) => row[name] ?? null)));
      }
    } finally {
      out.close();
    }
    return 0;
  } finally {
    store.close();
  }
}

/** The run of a folder; what was gathered and not judged, as of a run that was killed, is judged first where that counts. */
export async function judgedStore(folder: string, judges: boolean): Promise<SurveyStore> {
  if (!judges) return openSurveyStore(folder, "read");
  const store = openSurveyStore(folder, "write");
  try {
    await judgePending(store);
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}
