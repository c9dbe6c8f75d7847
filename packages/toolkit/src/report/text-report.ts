import { type HeaderList, isResponse } from "@crosscheck/cors/http";
import { likelyServer } from "../checks/likely-server.ts";
import { attackerWords } from "./attacker-words.ts";
import { printable } from "./printable.ts";
import type { FindingReport, ScanReport, TestReport } from "./scan-report.ts";
import { type Style, styles } from "./style.ts";
import { wrapText } from "./wrap-text.ts";

export interface TextOptions {
  readonly color: boolean;
  /** Characters a line may have; prose is wrapped to it. */
  readonly width: number;
}

/** The result of one scan for a person at a terminal. Ends in a newline. */
export function textReport(report: ScanReport, options: TextOptions): string {
  const style = styles(options.color);
  const width = Math.max(40, Math.min(options.width, 100));
  const target = printable(report.target);
  const lines = [style.bold(target)];
  if (report.finalUrl !== report.target && report.error?.code !== "not-a-url") {
    const led = printable(report.finalUrl);
    if (led !== target) lines.push(style.dim(`${report.redirects.length > 0 ? "redirects to" : "scanned as"} ${led}`));
  }
  if (report.cached) lines.push(style.dim(`a stored result from ${report.scannedAt}; --clear-cache scans now`));

  lines.push("", "HTTP Security Headers");
  const [corsTest, ...others] = report.tests;
  if (corsTest !== undefined) lines.push(...testLines(corsTest, style, width));
  if (report.cors.enabled) lines.push("", ...headerLines(report.cors.headers, style));

  const told = new Set<string>();
  report.findings.forEach((finding, index) => {
    const short = report.verdict === "passed" || finding.level === "info";
    const isFirst = !told.has(finding.check);
    if (!short) told.add(finding.check);
    lines.push("", ...(short ? noteLines(finding, width) : findingLines(finding, index + 1, isFirst, style, width)));
  });
  if (report.accepted !== undefined) {
    lines.push("", style.dim(`  ${report.accepted} accepted in the baseline, and not shown`));
  }

  if (others.length > 0) lines.push("", "The other headers", ...otherLines(others, style, width));

  if (report.redirects.length > 0) {
    lines.push("", "Redirects");
    for (const { url, status, location } of report.redirects) {
      lines.push(`  ${status}  ${printable(url)} → ${printable(location)}`);
    }
  }
  if (report.notes.length > 0) {
    lines.push("", "Notes");
    for (const note of report.notes) lines.push(...hanging("  - ", printable(note, 1_000), width));
  }
  const requests = `${report.requests} ${report.requests === 1 ? "request" : "requests"}`;
  lines.push("", style.dim(`${requests} in ${report.durationMs} ms`));
  return `${lines.join("\n")}\n`;
}

/** The verdict and its sentence, for a long list. Ends in a newline. */
export function briefTextReport({ target, verdict, tests }: ScanReport, options: TextOptions): string {
  const style = styles(options.color);
  const summary = printable(tests[0]?.summary ?? "", 1_000);
  const lines = hanging("  ", summary, Math.max(40, Math.min(options.width, 100)));
  return `${[`${marks(style)[verdict]}  ${style.bold(printable(target))}`, ...lines].join("\n")}\n`;
}

/** What failed, with its reason; then the rest by verdict, so that good news is short. */
function otherLines(others: readonly TestReport[], style: Style, width: number): string[] {
  const of = (verdict: TestReport["verdict"]): readonly TestReport[] =>
    others.filter((test) => test.verdict === verdict);
  const withReason = [...of("failed"), ...of("inconclusive")].flatMap(({ verdict, title, summary }) => [
    `  ${marks(style)[verdict]}  ${title}`,
    ...hanging("      ", printable(summary, 1_000), width),
  ]);
  const together = (["passed", "not-applicable"] as const).flatMap((verdict) => {
    const titles = of(verdict).map(({ title }) => title);
    // Painted after it is wrapped: a colour has no width.
    const [first, ...more] = titles.length === 0 ? [] : hanging(`  ${words[verdict]}  `, titles.join(", "), width);
    return first === undefined ? [] : [first.replace(words[verdict], marks(style)[verdict]), ...more];
  });
  const hasCsp = others.some(({ id }) => id === "content-security-policy");
  const relation = hasCsp ? ["", ...hanging("  ", relationOfTests, width).map((line) => style.dim(line))] : [];
  return [...withReason, ...together, ...relation];
}

const relationOfTests =
  "Content-Security-Policy says what this page may load; CORS says who may read its answers. Neither stands in for the other: /learn/cors-and-csp of crosscheck serve.";

const words: Readonly<Record<TestReport["verdict"], string>> = {
  passed: "✓ Passed",
  failed: "✗ Failed",
  inconclusive: "? Could not test",
  "not-applicable": "– Not applicable",
};

function marks(style: Style): Readonly<Record<TestReport["verdict"], string>> {
  return {
    passed: style.green(words.passed),
    failed: style.red(words.failed),
    inconclusive: style.yellow(words.inconclusive),
    "not-applicable": style.dim(words["not-applicable"]),
  };
}

function testLines(test: TestReport, style: Style, width: number): string[] {
  const broken = test.cause === "broken" ? style.red(": it does not work (nobody is at risk)") : "";
  return [
    `  ${style.bold(test.title)}  ${marks(style)[test.verdict]}${broken}`,
    ...hanging("    ", printable(test.summary, 1_000), width),
  ];
}

function headerLines(headers: ScanReport["cors"]["headers"], style: Style): string[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    values.map(
      (value) => `  ${style.dim(`${writtenName(name)}:`)} ${value === "" ? "(empty)" : printable(value, 200)}`,
    ),
  );
}

function noteLines(finding: FindingReport, width: number): string[] {
  return [
    ...placeLines(finding, "  "),
    `  ${finding.title} (${finding.check}, ${finding.severity === "info" ? "for information" : finding.severity})`,
    ...hanging("    ", printable(finding.message, 1_000), width),
  ];
}

/** @param isFirst of its check: the reason and the fix are told once */
function findingLines(finding: FindingReport, number: number, isFirst: boolean, style: Style, width: number): string[] {
  const weight = finding.level === "broken" ? "broken" : `${finding.level}, ${finding.severity}`;
  const tags = [weight, finding.check, ...finding.cwe.map((cwe) => `CWE-${cwe}`)].join(" · ");
  const paint = finding.severity === "info" ? style.yellow : style.red;
  const state = finding.state === null ? "" : ` (${finding.state})`;
  return [
    `  ${paint(`${number}. ${finding.title}`)}`,
    `     ${style.dim(tags)}`,
    ...placeLines(finding, "     "),
    ...hanging("     ", printable(finding.message, 1_000), width),
    ...(isFirst ? hanging("     Why  ", finding.why, width) : []),
    ...(finding.attacker === "none"
      ? []
      : hanging("     Who  ", `${attackerWords[finding.attacker]}${printable(state)}`, width)),
    ...(isFirst ? [...hanging("     Fix  ", finding.fix.general ?? "", width), ...fixLines(finding, style)] : []),
    ...proofLines(finding, style),
    ...(isFirst ? [`     Spec ${finding.spec}`] : []),
  ];
}

/** Where the policy says it, as editors and terminals open it. */
function placeLines({ place }: FindingReport, indent: string): string[] {
  return place === undefined ? [] : [`${indent}${printable(place.file)}:${place.line}:${place.column}`];
}

/** The lines for the server that the answer names; the others are in the JSON. */
function fixLines(finding: FindingReport, style: Style): string[] {
  const responses = finding.evidence.map(({ response }) => response).filter(isResponse);
  const server = responses.map(({ headers }) => likelyServer(headers)).find((name) => name !== null) ?? null;
  const lines = server === null ? undefined : finding.fix[server];
  if (server !== null && lines !== undefined) {
    return [`          ${server}:`, ...lines.split("\n").map((line) => `            ${line}`)];
  }
  const others = Object.keys(finding.fix).filter((name) => name !== "general");
  return [style.dim(`          Lines for ${others.join(", ")}: --format html`)];
}

const telling = /^(?:access-control-.*|origin|vary|location|retry-after|server)$/i;

function proofLines({ evidence }: FindingReport, style: Style): string[] {
  const [exchange] = evidence;
  if (exchange === undefined) return [];
  const { request, response } = exchange;
  const sent = [`${request.method} ${printable(request.url)}`, ...headerText(request.headers)];
  const received = isResponse(response) ? [String(response.status), ...headerText(response.headers)] : [];
  return [
    "     Proof",
    ...sent.map((line) => `       ${style.dim(">")} ${line}`),
    ...received.map((line) => `       ${style.dim("<")} ${line}`),
  ];
}

function headerText(headers: HeaderList): string[] {
  return headers
    .filter(([name]) => telling.test(name))
    .map(([name, value]) => `${printable(name, 60)}: ${printable(value, 200)}`);
}

/** Prose that continues under its own beginning. */
function hanging(prefix: string, text: string, width: number): string[] {
  return wrapText(text, width - prefix.length).map(
    (line, index) => (index === 0 ? prefix : " ".repeat(prefix.length)) + line,
  );
}

/** `access-control-allow-origin` as servers write it. */
function writtenName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
