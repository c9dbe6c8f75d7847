import { type HeaderList, isResponse } from "@crosscheck/cors/http";
import { likelyServer } from "../checks/likely-server.ts";
import { attackerWords } from "./attacker-words.ts";
import { markdownBlock, markdownCell, markdownCode, markdownText } from "./markdown-text.ts";
import type { FindingReport, ScanReport, TestReport } from "./scan-report.ts";
import { tally } from "./tally.ts";

const marks: Readonly<Record<TestReport["verdict"], string>> = {
  passed: "✅ Passed",
  failed: "❌ Failed",
  inconclusive: "❔ Could not test",
  "not-applicable": "➖ Not applicable",
};

/** Scans as Markdown: for a comment on a pull request, or a job's summary. */
export function markdownReport(reports: readonly ScanReport[]): string {
  const several = reports.length > 1;
  const parts = [
    "# Cross-Origin Resource Sharing",
    ...(several ? [tally(reports), targetTable(reports)] : []),
    ...reports.flatMap((report) => targetParts(report, several)),
  ];
  return `${parts.join("\n\n")}\n`;
}

function targetTable(reports: readonly ScanReport[]): string {
  return [
    "| target | verdict | findings |",
    "|---|---|---|",
    ...reports.map(
      ({ target, verdict, findings }) =>
        `| ${markdownCell(markdownCode(target, 200))} | ${marks[verdict]} | ${findings.map(({ check }) => check).join(", ") || "–"} |`,
    ),
  ].join("\n");
}

function targetParts(report: ScanReport, several: boolean): readonly string[] {
  const [corsTest, ...others] = report.tests;
  const broken = corsTest?.cause === "broken" ? ": it does not work (nobody is at risk)" : "";
  const isNew = several ? [`## ${markdownCode(report.target, 200)}`] : [markdownCode(report.target, 200)];
  const failed = others.filter(({ verdict }) => verdict === "failed");
  return [
    ...isNew,
    `**${marks[report.verdict]}${broken}**${several ? "" : ` · judged: ${markdownCode(report.finalUrl)}`}`,
    markdownText(corsTest?.summary ?? ""),
    ...(report.accepted === undefined ? [] : [`${report.accepted} accepted in the baseline, not shown.`]),
    ...report.findings.map(findingPart),
    ...(report.notes.length === 0 ? [] : [report.notes.map((note) => `- ${markdownText(note)}`).join("\n")]),
    otherTests(others, failed),
  ].filter((part) => part !== "");
}

function findingPart(finding: FindingReport): string {
  const { check, title, level, severity, message, attacker, state, fix, spec, place, cwe, why } = finding;
  const weight = level === "broken" ? "broken" : level === "info" ? "for information" : `${level}, ${severity}`;
  const responses = finding.evidence.map(({ response }) => response).filter(isResponse);
  const server = responses.map(({ headers }) => likelyServer(headers)).find((name) => name !== null) ?? null;
  const lines = server === null ? undefined : fix[server];
  const who = `**Who:** ${attackerWords[attacker]}${state === null ? "" : ` (${markdownText(state)})`}`;
  const body = [
    ...(place === undefined ? [] : [markdownCode(`${place.file}:${place.line}:${place.column}`)]),
    markdownText(message),
    ...(level === "info" ? [] : [markdownText(why), who]),
    `**Fix:** ${markdownText(fix.general ?? "")}`,
    ...(server === null || lines === undefined ? [] : [`For ${server}:\n\n${markdownBlock(lines.split("\n"))}`]),
    ...proof(finding),
    `[What the standard says](${spec})${cwe.map((number) => ` · [CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`).join("")}`,
  ].join("\n\n");
  const isOpen = level === "broken" || severity === "medium" || severity === "high" || severity === "critical";
  return `<details${isOpen ? " open" : ""}><summary><b>${title}</b> (<code>${check}</code>, ${weight})</summary>\n\n${body}\n\n</details>`;
}

const telling = /^(?:access-control-.*|origin|vary|location|server)$/i;

function proof({ evidence: [exchange] }: FindingReport): readonly string[] {
  if (exchange === undefined) return [];
  const { request, response } = exchange;
  const lines = (headers: HeaderList): string[] =>
    headers.filter(([name]) => telling.test(name)).map(([name, value]) => `${name}: ${value.slice(0, 300)}`);
  const answer = isResponse(response) ? ["", `HTTP ${response.status}`, ...lines(response.headers)] : [];
  return [
    markdownBlock([`${request.method} ${request.url.slice(0, 300)}`, ...lines(request.headers), ...answer], "http"),
  ];
}

function otherTests(others: readonly TestReport[], failed: readonly TestReport[]): string {
  if (others.length === 0) return "";
  const rows = others.map(
    ({ title, verdict, summary }) => `| ${title} | ${marks[verdict]} | ${markdownCell(markdownText(summary))} |`,
  );
  const count = failed.length === 0 ? "none failed" : `${failed.length} failed`;
  return [
    `<details><summary>The other security headers: ${others.length} tests, ${count}</summary>`,
    ["| test | verdict | |", "|---|---|---|", ...rows].join("\n"),
    "</details>",
  ].join("\n\n");
}
