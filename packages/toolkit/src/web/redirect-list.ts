import { html } from "hono/html";
import type { ScanReport } from "../report/scan-report.ts";
import type { Html } from "./html.ts";
import { visibleText } from "./visible-text.ts";

/** Every redirect that was followed, and where they led. Nothing when there were none. */
export function redirectList({ redirects, finalUrl }: ScanReport): Html | string {
  if (redirects.length === 0) return "";
  return html`<section class="redirects"><h2>Redirects</h2>
<ol>${redirects.map(
    ({ url, status, location }) =>
      html`<li><code>${visibleText(url, 500)}</code> <span class="hop">answered ${status} and pointed to</span> <code>${visibleText(location, 500)}</code></li>`,
  )}</ol>
<p>The answer that was judged is the one of <code>${visibleText(finalUrl, 500)}</code>.</p></section>`;
}
