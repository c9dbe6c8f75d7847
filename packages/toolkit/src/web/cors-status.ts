import { html } from "hono/html";
import type { ScanReport } from "../report/scan-report.ts";
import type { Html } from "./html.ts";
import { visibleText } from "./visible-text.ts";

/** Whether CORS is on at all, and the headers that say so. Nothing when that could not be learned. */
export function corsStatus({ cors, error }: ScanReport): Html | string {
  if (error !== undefined && !cors.enabled) return "";
  if (!cors.enabled) {
    return html`<section class="status"><h2>CORS is not enabled</h2>
<p>No answer of this page had a CORS header: as far as a scan can tell, pages of other websites cannot read it, which is every server’s default.</p></section>`;
  }
  const sent = Object.entries(cors.headers).filter(([, values]) => values.length > 0);
  const shares = sent.some(([name]) => name.startsWith("access-control-"));
  return html`<section class="status"><h2>CORS is enabled</h2>
<p>${
    shares
      ? "The site sends headers that tell browsers which other websites may read its answers."
      : "Its answers depend on who asks, and none that this scan asked for was shared."
  }</p>
<dl class="sent">${sent.map(
    ([name, values]) =>
      html`<div><dt>${properCase(name)}</dt>${values.map((value) => html`<dd><code>${value === "" ? "(empty)" : visibleText(value, 300)}</code></dd>`)}</div>`,
  )}</dl></section>`;
}

/** `access-control-allow-origin` as servers write it. */
function properCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
