import { expect, test } from "vitest";
import { reportChanges } from "./report-changes.ts";
import type { FindingReport, ScanReport } from "./scan-report.ts";

function finding(check: string): FindingReport {
  return { check, title: check, url: "https://a.example/", fingerprint: check } as FindingReport;
}

function report(
  verdict: ScanReport["verdict"],
  checks: readonly string[] = [],
  more: Partial<ScanReport> = {},
): ScanReport {
  return {
    verdict,
    finalUrl: "https://a.example/",
    cors: { enabled: true, headers: {} },
    tests: [
      { id: "cross-origin-resource-sharing", title: "Cross-Origin Resource Sharing", verdict, summary: "" },
      { id: "hsts", title: "HSTS", verdict: "passed", summary: "" },
    ],
    findings: checks.map(finding),
    ...more,
  } as ScanReport;
}

const cors = "Cross-Origin Resource Sharing";

// biome-ignore format: one fact per line
const facts = [
  ["nothing",                                    report("passed"),          report("passed"),                 []],
  ["the same finding is no change",              report("failed", ["a"]),   report("failed", ["a"]),          []],
  ["a hole was opened",                          report("passed"),          report("failed", ["a", "a"]),     [{ kind: "test", title: cors, from: "passed", to: "failed" }, { kind: "finding", change: "new", title: "a", url: "https://a.example/" }]],
  ["a hole was closed",                          report("failed", ["a"]),   report("passed"),                 [{ kind: "test", title: cors, from: "failed", to: "passed" }, { kind: "finding", change: "gone", title: "a", url: "https://a.example/" }]],
  ["one for another",                            report("failed", ["a"]),   report("failed", ["b"]),          [{ kind: "finding", change: "new", title: "b", url: "https://a.example/" }, { kind: "finding", change: "gone", title: "a", url: "https://a.example/" }]],
  ["what was not tested has not gone",           report("failed", ["a"]),   report("inconclusive"),           [{ kind: "test", title: cors, from: "failed", to: "inconclusive" }]],
  ["CORS was turned off",                        report("passed"),          report("passed", [], { cors: { enabled: false, headers: {} } }), [{ kind: "cors", enabled: false }]],
  ["the redirects lead elsewhere",               report("passed"),          report("passed", [], { finalUrl: "https://b.example/" }), [{ kind: "judged", from: "https://a.example/", to: "https://b.example/" }]],
] as const;

test.each(facts)("%s", (_why, before, after, changes) => {
  expect(reportChanges(before, after)).toEqual(changes);
});
