import { html } from "hono/html";
import type { FindingReport, TestReport } from "../report/scan-report.ts";
import { findingCard } from "./finding-card.ts";
import type { Html } from "./html.ts";
import { verdictBadge } from "./verdict-badge.ts";
import { visibleText } from "./visible-text.ts";

const names: Readonly<Record<TestReport["id"], string>> = {
  "cross-origin-resource-sharing": "Cross-Origin Resource Sharing",
};

const brokenHeading = "Failed: it does not work (nobody is at risk)";

/** One line of *HTTP Security Headers*, with what was found below it; what nobody needs to act on is folded. */
export function testCard(test: TestReport, findings: readonly FindingReport[]): Html {
  const urgent = findings.filter((finding) => test.verdict === "failed" && isUrgent(finding));
  const others = findings.filter((finding) => !urgent.includes(finding));
  return html`<article class="test test-${test.verdict}" aria-labelledby="test-${test.id}">
<div class="test-line"><h3 id="test-${test.id}">${names[test.id]}</h3>${verdictBadge(test.verdict)}</div>
${test.verdict === "failed" && test.cause === "broken" ? html`<p class="broken-heading">${brokenHeading}</p>` : ""}
<p class="summary">${visibleText(test.summary)}</p>
${urgent.map((finding, index) => findingCard(finding, index + 1))}
${others.map(
  (finding, index) =>
    html`<details class="folded"><summary>${finding.title}</summary>${findingCard(finding, urgent.length + index + 1)}</details>`,
)}
</article>`;
}

function isUrgent({ level, severity }: FindingReport): boolean {
  return level === "broken" || severity === "medium" || severity === "high" || severity === "critical";
}
