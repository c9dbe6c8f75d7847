import { html, raw } from "hono/html";
import type { ScanReport } from "../report/scan-report.ts";
import { tally } from "../report/tally.ts";
import { corsStatus } from "./cors-status.ts";
import type { Html } from "./html.ts";
import { redirectList } from "./redirect-list.ts";
import { readableMoment } from "./scan-moment.ts";
import { style } from "./style.ts";
import { styleHash } from "./style-hash.ts";
import { headerTestCard, testCard } from "./test-card.ts";
import { verdictBadge, verdictWords } from "./verdict-badge.ts";
import { visibleText } from "./visible-text.ts";

/**
 * Scans as one file that opens without a network and without a script. Its policy allows its own style and nothing else, so
 * that even markup that got past the templates would load and run nothing.
 */
export function standaloneReport(reports: readonly ScanReport[]): Html {
  const [only] = reports;
  const title =
    reports.length === 1 && only !== undefined
      ? `${visibleText(only.target, 80)}: ${verdictWords[only.verdict]}`
      : tally(reports);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${raw(styleHash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} – Crosscheck</title>
<style>${raw(style)}</style>
</head>
<body>
<main id="main">
${reports.length === 1 ? "" : summary(reports)}
${reports.map((report, index) => target(report, index + 1))}
</main>
<footer class="site-footer"><p>The verdict is a browser’s: what a page at another origin could read, send or break, by the rules of the
<a href="https://fetch.spec.whatwg.org/#http-cors-protocol" rel="noreferrer">Fetch standard</a>. Made by Crosscheck.</p></footer>
</body>
</html>
`;
}

function summary(reports: readonly ScanReport[]): Html {
  return html`<header class="result-header"><h1>${tally(reports)}</h1></header>
<ul class="target-list">${reports.map(
    ({ target: name, verdict }, index) =>
      html`<li>${verdictBadge(verdict)} <a href="#target-${index + 1}"><bdi>${visibleText(name, 300)}</bdi></a></li>`,
  )}</ul>`;
}

function target(report: ScanReport, number: number): Html {
  const scope = `target-${number}-`;
  const frame = { scope, hasGuide: false };
  const [corsTest, ...others] = report.tests;
  const name = html`<bdi>${visibleText(report.target, 300)}</bdi>`;
  return html`<article class="result" id="target-${number}" aria-labelledby="${scope}name">
<header class="result-header">
<p class="eyebrow">Result for</p>
<h1 id="${scope}name">${name}</h1>
<div class="moment"><p>Scanned <time datetime="${report.scannedAt}">${readableMoment(report.scannedAt)}</time> with ${report.requests} ${report.requests === 1 ? "request" : "requests"}.${
    report.finalUrl === report.target ? "" : html` Judged: <code>${visibleText(report.finalUrl, 300)}</code>`
  }</p></div>
</header>
${report.notes.length === 0 ? "" : html`<ul class="notes">${report.notes.map((note) => html`<li>${visibleText(note)}</li>`)}</ul>`}
${corsStatus(report)}
<section class="tests"><h2>HTTP Security Headers</h2>
${corsTest === undefined ? "" : testCard(corsTest, report.findings, frame)}
${others.map((test) => headerTestCard(test, frame))}
</section>
${redirectList(report)}
</article>`;
}
