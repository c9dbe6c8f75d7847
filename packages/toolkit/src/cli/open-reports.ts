import type { Io } from "./command.ts";
import { openOutput } from "./open-output.ts";
import { type ReportWriter, reportWriter } from "./report-writer.ts";
import type { ScanCommand } from "./scan-options.ts";

export interface OpenReport {
  readonly writer: ReportWriter;
  readonly close: () => void;
}

/** Every report that a command asks for, its file opened; a sentence when one cannot be. */
export function openReports(
  { format, output, reports }: Pick<ScanCommand, "format" | "output" | "reports">,
  io: Io,
  count: number,
): readonly OpenReport[] | string {
  const wanted = [
    { format, output, option: "--output" },
    ...reports.map(({ format: other, file }) => ({ format: other, output: file, option: "--report" })),
  ];
  const open: OpenReport[] = [];
  for (const { option, ...sink } of wanted) {
    const opened = openOutput(sink.output, io, "scan", option);
    if (typeof opened === "string") {
      for (const { close } of open) close();
      return opened;
    }
    open.push({ writer: reportWriter({ ...sink, write: opened.write }, io, count), close: opened.close });
  }
  return open;
}
