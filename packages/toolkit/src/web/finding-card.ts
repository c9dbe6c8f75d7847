import { html } from "hono/html";
import type { Attacker } from "../checks/finding.ts";
import { learnAbout } from "../learn/learn-about.ts";
import type { FindingReport } from "../report/scan-report.ts";
import { exchangeView } from "./exchange-view.ts";
import { fixTabs } from "./fix-tabs.ts";
import type { Html } from "./html.ts";
import type { CardFrame } from "./test-card.ts";
import { visibleText } from "./visible-text.ts";

const attackers: Readonly<Record<Attacker, string>> = {
  "cross-site": "Any website that the visitor opens.",
  "same-site": "Somebody who controls another page of the same site.",
  network: "Somebody on the visitor’s network who can change unencrypted traffic.",
  cache: "Somebody who shares a cache with the visitor.",
  local: "Other software on the visitor’s own machine.",
  none: "Nobody.",
};

/** More than these are in the JSON. */
const mostFolded = 3;

/**
 * One finding: what, who gains, the proof, the fix.
 *
 * @param number its place in the report, which makes ids unique
 */
export function findingCard(finding: FindingReport, number: number, { scope, hasGuide }: CardFrame): Html {
  const id = `${scope}finding-${number}`;
  return html`<article class="finding severity-${finding.severity}" aria-labelledby="${id}">
<h3 id="${id}">${finding.title}</h3>
<p class="tags"><span class="tag tag-level">${levelWords(finding)}</span> <code class="tag">${finding.check}</code>${finding.cwe.map(
    (cwe) =>
      html` <a class="tag" href="https://cwe.mitre.org/data/definitions/${cwe}.html" rel="noreferrer">CWE-${cwe}</a>`,
  )}</p>
<p class="prose">${visibleText(finding.message)}</p>
<dl class="facts">
<dt>Who can exploit it</dt><dd>${attackers[finding.attacker]}</dd>
${finding.state === null ? "" : html`<dt>When it holds</dt><dd>${visibleText(finding.state)}</dd>`}
${finding.place === undefined ? "" : html`<dt>In the policy</dt><dd><code>${visibleText(`${finding.place.file}:${finding.place.line}:${finding.place.column}`, 300)}</code></dd>`}
<dt>Why it matters</dt><dd>${finding.why}</dd>
</dl>
${evidence(finding)}
${fixTabs(id, finding.fix)}
<p class="hint">${hasGuide ? html`<a href="${learnAbout(finding.check)}">How this goes wrong</a> · ` : ""}<a href="${finding.spec}" rel="noreferrer">What the standard says</a></p>
</article>`;
}

function levelWords({ level, severity }: FindingReport): string {
  if (level === "broken") return "Broken";
  if (level === "info" || severity === "info") return "For information";
  return `${severity.charAt(0).toUpperCase()}${severity.slice(1)} severity`;
}

/** The first exchange, which shows it; those that confirm or explain it are folded. */
function evidence({ evidence: exchanges }: FindingReport): Html | string {
  const [first, ...others] = exchanges;
  if (first === undefined) return "";
  const shown = others.slice(0, mostFolded);
  const more = others.length - shown.length;
  return html`<div class="evidence"><h4>The evidence</h4>
${exchangeView(first)}
${
  shown.length === 0
    ? ""
    : html`<details class="repeat"><summary>${shown.length} more ${shown.length === 1 ? "request and its answer" : "requests and their answers"}</summary>${shown.map(exchangeView)}</details>`
}
${more > 0 ? html`<p class="hint">${more} more in the JSON.</p>` : ""}</div>`;
}
