import type { ScanReport } from "./scan-report.ts";

/** How several scans ended, in one sentence. */
export function tally(reports: readonly ScanReport[]): string {
  const count = (verdict: ScanReport["verdict"]): number =>
    reports.filter((report) => report.verdict === verdict).length;
  return `${reports.length} scanned: ${count("passed")} passed, ${count("failed")} failed, ${count("inconclusive")} could not be tested.`;
}
