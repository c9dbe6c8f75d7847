import type { Command, Io } from "crosscheck/cli/command";
import { openOutput } from "crosscheck/cli/open-output";
import { csvReport } from "../report/csv-report.ts";
import { htmlReport } from "../report/html-report.ts";
import { countSurvey } from "../statistics/count-survey.ts";
import { surveyTables } from "../statistics/survey-tables.ts";
import { judgedStore } from "./export.ts";
import { folderCommand } from "./folder-command.ts";

const summary = "tables and charts beside the published studies";

const help = `Usage: crosscheck survey report FOLDER --output FILE [--compare FOLDER]

Every share with what it is of and its 95% interval, beside the published tables. A standalone HTML page without a script;
with a FILE that ends in .csv or .json, the tables alone. Parquet: crosscheck survey export.

Options:
  --output FILE     report.html, report.csv, report.json; standard output (HTML) unless told
  --compare FOLDER  an earlier run: before and after

Examples:
  crosscheck survey report ./survey --output report.html
  crosscheck survey report ./survey --compare ./survey-last-year --output report.html
`;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
  const asked = folderCommand("report", argv, { output: "value", compare: "value" }, io);
  if (typeof asked === "number") return asked;
  const compared = asked.value("compare");
  const counts = await countRun(asked.folder);
  const tables = surveyTables(counts, compared === null ? null : await countRun(compared));
  const output = asked.value("output");
  const out = openOutput(output, io, "survey report");
  if (typeof out === "string") {
    io.stderr.write(`${out}\n`);
    return 2;
  }
  try {
    if (output?.endsWith(".csv") === true) out.write(csvReport(tables));
    else if (output?.endsWith(".json") === true)
      out.write(`${JSON.stringify({ schema: "crosscheck/survey-report@1", tables }, null, 2)}\n`);
    else out.write(htmlReport(counts, tables));
  } finally {
    out.close();
  }
  return 0;
}

async function countRun(folder: string): Promise<ReturnType<typeof countSurvey>> {
  const store = await judgedStore(folder, true);
  try {
    return countSurvey(store);
  } finally {
    store.close();
  }
}
