import { type ReportChange, reportChanges } from "../report/report-changes.ts";
import type { ScanReport } from "../report/scan-report.ts";
import type { WebScanRequest } from "./scan-registry.ts";
import { type ScanDependencies, storedResults } from "./scan-service.ts";

/** One of the results of an address, and what changed from the one before. */
export interface HistoryEntry {
  readonly scannedAt: string;
  readonly verdict: ScanReport["verdict"];
  readonly findings: number;
  /** Null for the oldest that is kept: nobody knows. */
  readonly changes: readonly ReportChange[] | null;
}

/**
 * The results that are kept of the same address, asked in the same way, up to a given one, newest first. Whoever knows an
 * address learns what was found there, and by no means who asked; another path of the same host is another address.
 */
export function scanHistory(
  { url, followRedirects }: WebScanRequest,
  report: ScanReport,
  dependencies: ScanDependencies,
): readonly HistoryEntry[] {
  const until = new Date(Date.parse(report.scannedAt));
  const earlier = storedResults({ target: url, followRedirects }, dependencies, until);
  // What could not be tested is stored for nobody, but it is this scan's own result.
  const reports = [report, ...earlier.filter(({ scannedAt }) => scannedAt !== report.scannedAt)];
  return reports.map((one, index) => {
    const before = reports[index + 1];
    return {
      scannedAt: one.scannedAt,
      verdict: one.verdict,
      findings: one.findings.length,
      changes: before === undefined ? null : reportChanges(before, one),
    };
  });
}
