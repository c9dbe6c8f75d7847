import { wholeFormats } from "../cli/scan-formats.ts";
import type { ScanReport } from "../report/scan-report.ts";

export const reportFormats = ["json", "sarif", "junit", "markdown", "html"] as const;
type ReportFormat = (typeof reportFormats)[number];

export function isReportFormat(text: string): text is ReportFormat {
  return reportFormats.some((format) => format === text);
}

const files: Readonly<Record<ReportFormat, readonly [type: string, extension: string]>> = {
  json: ["application/json", "json"],
  // https://www.iana.org/assignments/media-types/application/sarif+json
  sarif: ["application/sarif+json", "sarif"],
  junit: ["application/xml; charset=utf-8", "xml"],
  markdown: ["text/markdown; charset=utf-8", "md"],
  html: ["text/html; charset=utf-8", "html"],
};

/** A result as `crosscheck scan --format` writes it. */
export function reportAs(
  format: ReportFormat,
  report: ScanReport,
): { readonly text: string; readonly type: string; readonly file: string } {
  const [type, extension] = files[format];
  return { text: wholeFormats[format]([report]), type, file: `crosscheck.${extension}` };
}
