import { html } from "hono/html";
import type { ScanReport } from "../report/scan-report.ts";
import type { Html } from "./html.ts";
import { visibleText } from "./visible-text.ts";

/** When the scan was made, how, the button that makes it again, and the result for programs. */
export function scanMoment(id: string, report: ScanReport, followRedirects: boolean): Html {
  const moment = html`<time datetime="${report.scannedAt}">${readableMoment(report.scannedAt)}</time>`;
  const made = report.cached
    ? html`Cached result from ${moment}`
    : html`Scanned ${moment} with ${count(report.requests, "request")} in ${seconds(report.durationMs)}`;
  return html`<div class="moment">
<p>${made}${followRedirects ? "" : ", redirects not followed"}.${
    report.finalUrl === "" || report.finalUrl === report.target
      ? ""
      : html` Judged: <code>${visibleText(report.finalUrl, 300)}</code>`
  }</p>
<form method="post" action="/scan">
<input type="hidden" name="url" value="${report.target}"><input type="hidden" name="clearCache" value="on">
${followRedirects ? html`<input type="hidden" name="followRedirects" value="on">` : ""}
${formatMenu(id)}
<button type="submit">Scan again</button>
</form>
</div>`;
}

const formats = [
  ["json", "JSON"],
  ["sarif", "SARIF"],
  ["junit", "JUnit"],
  ["markdown", "Markdown"],
  ["html", "HTML, for offline"],
] as const;

/** The result for programs, and for those who were not here. */
function formatMenu(id: string): Html {
  return html`<details class="formats"><summary>Save as</summary><ul>${formats.map(
    ([format, name]) =>
      html`<li><a href="/api/v1/scans/${id}${format === "json" ? "" : `?format=${format}`}">${name}</a></li>`,
  )}</ul></details>`;
}

/** `2026-11-23T21:14:05.123Z` as `23 November 2026, 21:14:05 UTC`. */
export function readableMoment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return visibleText(iso, 40);
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(date);
  return `${day}, ${date.toISOString().slice(11, 19)} UTC`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function seconds(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}
