import { html } from "hono/html";
import type { ScanReport } from "../report/scan-report.ts";
import { corsStatus } from "./cors-status.ts";
import { historyList, type ShownHistoryEntry } from "./history-list.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { redirectList } from "./redirect-list.ts";
import { emptyForm, scanForm } from "./scan-form.ts";
import { scanMoment } from "./scan-moment.ts";
import { shellCommand } from "./shell-command.ts";
import { headerTestCard, testCard } from "./test-card.ts";
import { verdictWords } from "./verdict-badge.ts";
import { visibleText } from "./visible-text.ts";

export interface ResultPage {
  readonly id: string;
  readonly report: ScanReport;
  readonly followRedirects: boolean;
  /** This result and those before it of the same address, newest first. */
  readonly history?: readonly ShownHistoryEntry[];
}

/** The result of one scan. */
export function resultPage({ id, report, followRedirects, history = [] }: ResultPage): Html {
  const target = visibleText(report.target, 300);
  return layout({
    title: `${visibleText(report.target, 80)}: ${verdictWords[report.verdict]}`,
    main: html`<div class="result">
<header class="result-header">
<p class="eyebrow">Result for</p>
<h1><bdi>${target}</bdi></h1>
${scanMoment(id, report, followRedirects)}
</header>
${report.notes.length === 0 ? "" : html`<ul class="notes">${report.notes.map((note) => html`<li>${visibleText(note)}</li>`)}</ul>`}
${corsStatus(report)}
${historyList(history)}
<section class="tests"><h2>HTTP Security Headers</h2>
${report.tests.slice(0, 1).map((test) => testCard(test, report.findings))}
${privateAddressHelp(report)}
${report.tests.slice(1).map((test) => headerTestCard(test))}
</section>
${redirectList(report)}
<section class="again"><h2>Scan another</h2>
${scanForm({ ...emptyForm, followRedirects })}
</section>
</div>`,
  });
}

/** The page never scans private addresses; the command line does, for its own user, and its option is in the sentence. */
function privateAddressHelp({ error, target }: ScanReport): Html | string {
  if (!error?.message.includes("--allow-private")) return "";
  return html`<div class="help"><p>This page scans public addresses only. To scan your own machine or network, use the command line:</p>
<pre data-copy><code>${visibleText(shellCommand("crosscheck", "scan", target, "--allow-private"))}</code></pre></div>`;
}
