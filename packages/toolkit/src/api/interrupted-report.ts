import { corsTestName, type ScanReport } from "../report/scan-report.ts";

/** The result of a scan that this server itself broke off: neither Passed nor Failed. */
export function interruptedReport(target: string, now: Date): ScanReport {
  const message = "The scan broke off because of a fault in this server, not in the site. Its log has the reason.";
  return {
    schema: "crosscheck/scan@1",
    target,
    finalUrl: "",
    scannedAt: now.toISOString(),
    cached: false,
    cors: { enabled: false, headers: {} },
    verdict: "inconclusive",
    tests: [{ ...corsTestName, verdict: "inconclusive", summary: message }],
    findings: [],
    redirects: [],
    notes: [],
    error: { code: "internal", message },
    requests: 0,
    durationMs: 0,
  };
}
