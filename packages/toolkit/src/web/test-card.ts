import { html } from "hono/html";
import { corsTestName, type FindingReport, type TestReport } from "../report/scan-report.ts";
import { findingCard } from "./finding-card.ts";
import { fixTabs } from "./fix-tabs.ts";
import type { Html } from "./html.ts";
import { verdictBadge } from "./verdict-badge.ts";
import { visibleText } from "./visible-text.ts";

/** Where a card is shown. */
export interface CardFrame {
  /** Before every id, where a page has several results. */
  readonly scope: string;
  /** Whether the guide is served beside it: a file that is opened offline has none. */
  readonly hasGuide: boolean;
}

const servedFrame: CardFrame = { scope: "", hasGuide: true };

/** The two tests that are taken for each other. */
const related: ReadonlySet<string> = new Set([corsTestName.id, "content-security-policy"]);

const brokenHeading = "Failed: it does not work (nobody is at risk)";

/**
 * One line of *HTTP Security Headers*, with what was found below it; what nobody needs to act on is folded.
 */
export function testCard(test: TestReport, findings: readonly FindingReport[], frame: CardFrame = servedFrame): Html {
  const { scope } = frame;
  const urgent = findings.filter((finding) => test.verdict === "failed" && isUrgent(finding));
  const others = findings.filter((finding) => !urgent.includes(finding));
  return html`<article class="test test-${test.verdict}" aria-labelledby="${scope}test-${test.id}">
<div class="test-line"><h3 id="${scope}test-${test.id}">${test.title}</h3>${verdictBadge(test.verdict)}</div>
${test.verdict === "failed" && test.cause === "broken" ? html`<p class="broken-heading">${brokenHeading}</p>` : ""}
<p class="summary">${visibleText(test.summary)}</p>
${urgent.map((finding, index) => findingCard(finding, index + 1, frame))}
${others.map(
  (finding, index) =>
    html`<details class="folded"><summary>${finding.title}</summary>${findingCard(finding, urgent.length + index + 1, frame)}</details>`,
)}
${relation(test, frame)}
</article>`;
}

/** CORS or CSP: which is which, and how the two tests relate. */
function relation({ id }: TestReport, { hasGuide }: CardFrame): Html | string {
  if (!hasGuide || !related.has(id)) return "";
  return html`<p class="hint"><a href="/learn/cors-and-csp#two-tests">How this test and ${id === corsTestName.id ? "Content-Security-Policy" : corsTestName.title} relate</a></p>`;
}

function isUrgent({ level, severity }: FindingReport): boolean {
  return level === "broken" || severity === "medium" || severity === "high" || severity === "critical";
}

/** One of the other headers: a line, and what to do about it where it failed. */
export function headerTestCard(test: TestReport, frame: CardFrame = servedFrame): Html {
  const { scope } = frame;
  const { id, title, verdict, summary, why, fix, spec } = test;
  return html`<article class="test test-other test-${verdict}" aria-labelledby="${scope}test-${id}">
<div class="test-line"><h3 id="${scope}test-${id}">${title}</h3>${verdictBadge(verdict)}</div>
<p>${visibleText(summary)}</p>
${
  verdict !== "failed"
    ? ""
    : html`<details class="folded"><summary>Why it matters, and how to fix it</summary>
${why === undefined ? "" : html`<p class="prose">${why}</p>`}
${fix === undefined ? "" : fixTabs(`${scope}fix-${id}`, fix)}
${spec === undefined ? "" : html`<p class="hint"><a href="${spec}" rel="noreferrer">What the standard says</a></p>`}</details>`
}
${relation(test, frame)}
</article>`;
}
