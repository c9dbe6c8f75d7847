import { failedCorsTest } from "../checks/cors-test.ts";
import { type Acceptable, type Baseline, isAccepted, type Looked } from "./baseline.ts";
import { corsTestName, type ScanReport, type TestReport } from "./scan-report.ts";

/** All of a scan that a baseline may accept: its findings, and the tests of other headers that failed. */
export function lookedAtScan({ target, verdict, incomplete, findings, tests }: ScanReport): Looked {
  return {
    at: target,
    isComplete: verdict !== "inconclusive" && incomplete === undefined,
    found: [...findings, ...tests.flatMap((test) => acceptableTest(test) ?? [])],
  };
}

/** The report without what is accepted, judged by what is left. What could not be told never passes. */
export function scanWithoutAccepted(report: ScanReport, baseline: Baseline): ScanReport {
  const findings = report.findings.filter((finding) => !isAccepted(baseline, finding));
  const left = report.findings.length - findings.length;
  const others = report.tests.map((test) => {
    const acceptable = acceptableTest(test);
    return acceptable !== null && isAccepted(baseline, acceptable) ? acceptedTest(test) : test;
  });
  const accepted = left + others.filter((test, index) => test !== report.tests[index]).length;
  if (accepted === 0) return report;
  const corsTest = left === 0 ? report.tests[0] : corsTestWithout(report, findings, left);
  const tests = others.map((test) => (test.id === corsTestName.id && corsTest !== undefined ? corsTest : test));
  const verdict = tests.find(({ id }) => id === corsTestName.id)?.verdict;
  const isJudged = verdict === "passed" || verdict === "failed";
  return {
    ...report,
    verdict: isJudged ? verdict : "inconclusive",
    tests,
    findings,
    accepted,
    ...(isJudged || report.error !== undefined
      ? {}
      : { error: { code: "incomplete", message: corsTest?.summary ?? "" } }),
  };
}

function corsTestWithout(
  { incomplete, verdict, tests }: ScanReport,
  findings: ScanReport["findings"],
  left: number,
): TestReport | undefined {
  const failed = failedCorsTest(findings);
  if (failed !== null) return { ...corsTestName, ...failed };
  if (verdict === "inconclusive") return tests[0];
  if (incomplete !== undefined) {
    return {
      ...corsTestName,
      verdict: "inconclusive",
      summary: `The site could not be tested to the end: ${incomplete}`,
    };
  }
  // What passed before passes without what it did not fail for.
  if (verdict === "passed") return tests[0];
  const what = left === 1 ? "one finding" : `${left} findings`;
  return {
    ...corsTestName,
    verdict: "passed",
    summary: `CORS is enabled, and nothing was found beside ${what} that the baseline accepts.`,
  };
}

function acceptableTest({ id, verdict, summary, fingerprint }: TestReport): Acceptable | null {
  if (id === corsTestName.id || verdict !== "failed" || fingerprint === undefined) return null;
  return { fingerprint, severity: "info", message: summary };
}

function acceptedTest({ id, title, summary }: TestReport): TestReport {
  return { id, title, verdict: "passed", summary: `Accepted in the baseline: ${summary}` };
}
