import { html } from "hono/html";
import { learnAbout } from "../learn/learn-about.ts";
import type { LintFinding } from "../lint/lint-report.ts";
import type { Html } from "./html.ts";
import { visibleText } from "./visible-text.ts";

/** A text of more lines is shown only near its findings. */
const mostLines = 400;
const near = 3;
const mostFindings = 200;

/**
 * A text with its line numbers in the margin, each finding under its line.
 *
 * @param as the kind of configuration
 */
export function sourceLines(text: string, as: string, findings: readonly LintFinding[]): Html {
  const lines = text.split("\n");
  const shown = findings.slice(0, mostFindings);
  const byLine = new Map<number, LintFinding[]>();
  for (const finding of shown) {
    const line = Math.min(Math.max(finding.line, 1), lines.length);
    byLine.set(line, [...(byLine.get(line) ?? []), finding]);
  }
  const visible = lines.length <= mostLines ? null : new Set([...byLine.keys()].flatMap(around));
  const numbers = lines.map((_, index) => index + 1).filter((number) => visible === null || visible.has(number));
  const more = findings.length - shown.length;
  return html`<div class="source">${numbers.map((number, index) => {
    const found = byLine.get(number) ?? [];
    const gap = number - (numbers[index - 1] ?? 0) > 1;
    return html`${gap ? html`<p class="source-gap">…</p>` : ""}<div class="source-line${found.length > 0 ? " source-found" : ""}" id="line-${number}"><span class="source-number">${number}</span><code>${lineText(lines[number - 1] ?? "")}</code></div>${found.map((finding) => findingNote(finding, as))}`;
  })}</div>
${more > 0 ? html`<p class="hint">${more} more findings: the command and the API print all.</p>` : ""}`;
}

function around(line: number): readonly number[] {
  return Array.from({ length: 2 * near + 1 }, (_, index) => line - near + index);
}

function lineText(line: string): string {
  return visibleText(line.replace(/\r$/, "").replaceAll("\t", "    "), 1_000);
}

function findingNote(finding: LintFinding, as: string): Html {
  const { check, level, severity, line, column, message, fix, example, request } = finding;
  return html`<div class="source-note severity-${severity}${level === "broken" ? " source-broken" : ""}">
<p class="tags"><span class="tag tag-level">${weight(level, severity)}</span> <code class="tag">${check}</code> <span class="tag">line ${line}, column ${column}</span></p>
<p class="prose">${visibleLines(message)}</p>
${example === undefined ? "" : html`<p>Lets in <code>${visibleText(example)}</code></p>`}
${request === undefined ? "" : html`<details><summary>Ask it</summary><pre><code>${visibleText(request)}</code></pre></details>`}
${fix === "" ? "" : html`<details><summary>Fix</summary><pre><code>${visibleLines(fix)}</code></pre></details>`}
<p class="hint"><a href="${learnAbout(check, as)}">Why<span class="visually-hidden"> ${check}, line ${line}</span></a></p>
</div>`;
}

function weight(level: LintFinding["level"], severity: LintFinding["severity"]): string {
  if (level === "broken") return "Broken";
  if (level === "info" || severity === "info") return "For information";
  return `${severity.charAt(0).toUpperCase()}${severity.slice(1)} severity`;
}

/** A text of several lines, each made visible. */
export function visibleLines(text: string): string {
  return text.split("\n").map(lineText).join("\n");
}
