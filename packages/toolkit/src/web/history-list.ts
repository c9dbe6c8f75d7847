import { html } from "hono/html";
import type { ReportChange } from "../report/report-changes.ts";
import type { TestVerdict } from "../report/scan-report.ts";
import type { Html } from "./html.ts";
import { readableMoment } from "./scan-moment.ts";
import { verdictBadge, verdictWords } from "./verdict-badge.ts";
import { visibleText } from "./visible-text.ts";

export interface ShownHistoryEntry {
  readonly scannedAt: string;
  readonly verdict: TestVerdict;
  readonly changes: readonly ReportChange[] | null;
}

/** Earlier results of the same address, and what changed from one to the next. Nothing when this is the first. */
export function historyList(entries: readonly ShownHistoryEntry[]): Html | string {
  const [now, ...earlier] = entries;
  if (now === undefined || earlier.length === 0) return "";
  return html`<section class="history"><h2>What changed</h2>
${changeList(now.changes ?? [], "Nothing since the last scan.")}
<details><summary>${earlier.length === 1 ? "1 earlier scan" : `${earlier.length} earlier scans`} of this address</summary>
<ol>${earlier.map(
    ({ scannedAt, verdict, changes }) =>
      html`<li><p class="history-line"><time datetime="${scannedAt}">${readableMoment(scannedAt)}</time> ${verdictBadge(verdict)}</p>${
        changes === null ? "" : changeList(changes, "Nothing changed.")
      }</li>`,
  )}</ol></details></section>`;
}

function changeList(changes: readonly ReportChange[], nothing: string): Html {
  if (changes.length === 0) return html`<p class="hint">${nothing}</p>`;
  return html`<ul class="changes">${changes.map((change) => html`<li>${describeChange(change)}</li>`)}</ul>`;
}

function describeChange(change: ReportChange): Html {
  switch (change.kind) {
    case "test":
      return html`<strong>${change.title}</strong>: ${words(change.from)} before, now ${words(change.to)}.`;
    case "finding":
      return html`${change.change === "new" ? "New" : "Gone"}: <strong>${change.title}</strong> at <code>${visibleText(change.url, 300)}</code>`;
    case "cors":
      return html`CORS is now ${change.enabled ? "enabled" : "not enabled"}.`;
    case "judged":
      return html`<code>${visibleText(change.to, 300)}</code> was judged, and before <code>${visibleText(change.from, 300)}</code>.`;
  }
}

function words(verdict: string): string {
  return Object.hasOwn(verdictWords, verdict) ? verdictWords[verdict as TestVerdict] : verdict;
}
