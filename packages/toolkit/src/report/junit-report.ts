import { attackerWords } from "./attacker-words.ts";
import { printable } from "./printable.ts";
import { corsTestName, type FindingReport, type ScanReport, type TestReport } from "./scan-report.ts";

/**
 * Scans as JUnit's XML, which build servers read: a suite for each target, a case for each test. What failed is a failure,
 * what could not be tested an error, what does not apply is skipped.
 */
export function junitReport(reports: readonly ScanReport[]): string {
  const suites = reports.map(suite);
  const total = (name: "tests" | "failures" | "errors" | "skipped") =>
    suites.reduce((sum, { counts }) => sum + counts[name], 0);
  const time = reports.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="crosscheck scan" tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}" time="${seconds(time)}">`,
    ...suites.map(({ xml }) => xml),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(report: ScanReport) {
  const count = (verdict: TestReport["verdict"]) => report.tests.filter((test) => test.verdict === verdict).length;
  const counts = {
    tests: report.tests.length,
    failures: count("failed"),
    errors: count("inconclusive"),
    skipped: count("not-applicable"),
  };
  const numbers = Object.entries(counts).map(([name, number]) => `${name}="${number}"`);
  const attributes = [
    `name="${attribute(report.target)}"`,
    ...numbers,
    `time="${seconds(report.durationMs)}"`,
    // Jenkins takes a time without its zone.
    `timestamp="${attribute(report.scannedAt.slice(0, 19))}"`,
  ];
  const properties = [
    ["finalUrl", report.finalUrl],
    ["scannedAt", report.scannedAt],
    ...report.notes.map((note) => ["note", note]),
  ].map(([name = "", value = ""]) => `      <property name="${name}" value="${attribute(value)}"/>`);
  const xml = [
    `  <testsuite ${attributes.join(" ")}>`,
    "    <properties>",
    ...properties,
    "    </properties>",
    ...report.tests.map((test, index) => testCase(test, report, index === 0 ? report.durationMs : 0)),
    "  </testsuite>",
  ].join("\n");
  return { counts, xml };
}

function testCase(test: TestReport, report: ScanReport, durationMs: number): string {
  const start = `    <testcase name="${attribute(test.title)}" classname="${attribute(report.target)}" time="${seconds(durationMs)}"`;
  if (test.verdict === "passed") return `${start}/>`;
  return [`${start}>`, `      ${outcome(test, report)}`, "    </testcase>"].join("\n");
}

function outcome(test: TestReport, { findings }: ScanReport): string {
  const message = attribute(test.summary);
  if (test.verdict === "not-applicable") return `<skipped>${content(test.summary)}</skipped>`;
  if (test.verdict === "inconclusive") {
    return `<error type="could-not-test" message="${message}">${content(test.summary)}</error>`;
  }
  const isCors = test.id === corsTestName.id;
  const details = isCors ? findings.map(findingText).join("\n\n") : [test.why, test.fix?.general, test.spec].join("\n");
  return `<failure type="${test.cause ?? "failed"}" message="${message}">${content(details)}</failure>`;
}

function findingText(finding: FindingReport): string {
  const { check, level, severity, title, message, attacker, state, fix, spec, place } = finding;
  const where = place === undefined ? [] : [`${place.file}:${place.line}:${place.column}`];
  const who = `Who: ${attackerWords[attacker]}${state === null ? "" : ` (${state})`}`;
  return [`${check} (${level}, ${severity}): ${title}`, ...where, message, who, `Fix: ${fix.general ?? ""}`, spec].join(
    "\n",
  );
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}

function attribute(text: string): string {
  return content(printable(text, 1_000)).replaceAll('"', "&quot;");
}

/** Several lines, each without what a terminal obeys or what XML 1.0 has no place for. */
function content(text: string): string {
  const lines = text.split("\n").map((line) => printable(line, 2_000).replace(/[\ufffe\uffff]/g, "\ufffd"));
  return lines.join("\n").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
