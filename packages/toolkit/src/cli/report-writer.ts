import { printJson } from "../report/print-json.ts";
import type { ScanReport } from "../report/scan-report.ts";
import { textReport } from "../report/text-report.ts";
import type { Io } from "./command.ts";
import type { ScanCommand } from "./scan-options.ts";

/** Writes reports in the format that was asked for. */
export interface ReportWriter {
  /** Called with each report as it comes, and its place among the targets. */
  finished(report: ScanReport, index: number): void;
  /** Called once, when all are there. */
  end(reports: readonly ScanReport[]): void;
}

/**
 * A writer for so many reports: JSON when all are there, ndjson as they finish, text in the order of the targets.
 */
export function reportWriter(
  { format, output }: Pick<ScanCommand, "format" | "output">,
  io: Io,
  count: number,
  write: (text: string) => void,
): ReportWriter {
  if (format === "json") {
    return { finished: () => {}, end: (reports) => write(`${printJson(count === 1 ? reports[0] : reports, 2)}\n`) };
  }
  if (format === "ndjson") return { finished: (report) => write(`${printJson(report)}\n`), end: () => {} };

  const terminal = output === null && io.stdout.isTTY === true;
  const noColor = (io.env.NO_COLOR ?? "") !== "" || io.env.TERM === "dumb";
  const options = { color: terminal && !noColor, width: (terminal ? io.stdout.columns : undefined) ?? 80 };
  // In the order of the targets, each as soon as those before it are there.
  const waiting: ScanReport[] = [];
  let next = 0;
  return {
    finished: (report, index) => {
      waiting[index] = report;
      for (let ready = waiting[next]; ready !== undefined; ready = waiting[++next]) {
        write(`${next === 0 ? "" : "\n\n"}${textReport(ready, options)}`);
      }
    },
    end: (reports) => {
      if (count > 1) write(`\n\n${tally(reports)}\n`);
    },
  };
}

function tally(reports: readonly ScanReport[]): string {
  const count = (verdict: ScanReport["verdict"]): number =>
    reports.filter((report) => report.verdict === verdict).length;
  return `${reports.length} scanned: ${count("passed")} passed, ${count("failed")} failed, ${count("inconclusive")} could not be tested.`;
}
