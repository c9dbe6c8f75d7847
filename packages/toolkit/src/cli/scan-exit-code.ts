import type { Severity } from "../checks/finding.ts";
import { reaches } from "../checks/run-checks.ts";
import type { ScanReport } from "../report/scan-report.ts";

/** 1 when a verdict is failed or a finding is as severe as asked; else 3 when a target could not be tested; else 0. */
export function scanExitCode(reports: readonly ScanReport[], failOn: Severity | "never"): number {
  const failed = reports.some(
    ({ verdict, findings }) =>
      failOn !== "never" && (verdict === "failed" || findings.some(({ severity }) => reaches(severity, failOn))),
  );
  if (failed) return 1;
  return reports.some(({ verdict }) => verdict === "inconclusive") ? 3 : 0;
}
