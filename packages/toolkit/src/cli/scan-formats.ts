import { junitReport } from "../report/junit-report.ts";
import { markdownReport } from "../report/markdown-report.ts";
import { printJson } from "../report/print-json.ts";
import type { ScanReport } from "../report/scan-report.ts";
import { scanSarif } from "../report/scan-sarif.ts";
import { standaloneReport } from "../web/standalone-report.ts";
import { version } from "./version.ts";

export const scanFormats = ["text", "json", "ndjson", "sarif", "junit", "markdown", "html"] as const;
export type ScanFormat = (typeof scanFormats)[number];

/** The formats that are written when every report is there. */
export const wholeFormats: Readonly<
  Record<Exclude<ScanFormat, "text" | "ndjson">, (reports: readonly ScanReport[]) => string>
> = {
  json: (reports) => `${printJson(reports.length === 1 ? reports[0] : reports, 2)}\n`,
  sarif: (reports) => `${printJson(scanSarif(reports, version()), 2)}\n`,
  junit: junitReport,
  markdown: markdownReport,
  html: (reports) => String(standaloneReport(reports)),
};
