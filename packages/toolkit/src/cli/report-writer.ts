import { printJson } from "../report/print-json.ts";
import type { ScanReport } from "../report/scan-report.ts";
import { tally } from "../report/tally.ts";
import { briefTextReport, textReport } from "../report/text-report.ts";
import type { Io } from "./command.ts";
import { type ScanFormat, wholeFormats } from "./scan-formats.ts";

/** Writes reports in the format that was asked for. */
export interface ReportWriter {
  /** Called with each report as it comes, and its place among the targets. */
  finished(report: ScanReport, index: number): void;
  /** Called once, when all are there. */
  end(reports: readonly ScanReport[]): void;
}

/** Where reports of one format go: a file, or standard output. */
export interface ReportSink {
  readonly format: ScanFormat;
  readonly output: string | null;
  readonly write: (text: string) => void;
}

/** Targets that are all shown in full. */
const mostInFull = 5;

/** A writer for reports: ndjson as they finish, text in the order of the targets, the others when all are there. */
export function reportWriter({ format, output, write }: ReportSink, io: Io, count: number): ReportWriter {
  if (format === "ndjson") return { finished: (report) => write(`${printJson(report)}\n`), end: () => {} };
  if (format !== "text") return { finished: () => {}, end: (reports) => write(wholeFormats[format](reports)) };

  const terminal = output === null && io.stdout.isTTY === true;
  const noColor = (io.env.NO_COLOR ?? "") !== "" || io.env.TERM === "dumb";
  const options = { color: terminal && !noColor, width: (terminal ? io.stdout.columns : undefined) ?? 80 };
  // Of a long list, what nobody has to act on is two lines.
  const isBrief = ({ verdict }: ScanReport): boolean => count > mostInFull && verdict !== "failed";
  // In the order of the targets, each as soon as those before it are there.
  const waiting: ScanReport[] = [];
  let next = 0;
  return {
    finished: (report, index) => {
      waiting[index] = report;
      for (let ready = waiting[next]; ready !== undefined; ready = waiting[++next]) {
        const before = waiting[next - 1];
        const gap = before === undefined ? "" : isBrief(before) && isBrief(ready) ? "\n" : "\n\n";
        write(gap + (isBrief(ready) ? briefTextReport : textReport)(ready, options));
      }
    },
    end: (reports) => {
      if (reports.length > 1) write(`\n\n${tally(reports)}\n`);
    },
  };
}
