import { html } from "hono/html";
import { type DemoEntry, demoList } from "./demo-list.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { emptyForm, type ScanFormValues, scanForm } from "./scan-form.ts";
import { verdictBadge } from "./verdict-badge.ts";

export interface HomePage {
  readonly form?: ScanFormValues;
  /** Empty when the demo is off. */
  readonly demo: readonly DemoEntry[];
}

/** The scan box, and the demo sites beside it. */
export function homePage({ form = emptyForm, demo }: HomePage): Html {
  return layout({
    title: form.error === undefined ? "Check your CORS" : "Not scanned",
    main: html`<div class="${demo.length > 0 ? "home home-with-demo" : "home"}">
<section class="intro">
<h1>Check your CORS</h1>
<p class="lead">Type a domain to learn whether it shares its answers with other websites, whether that is safe, and whether
it works in a browser at all.</p>
${scanForm(form)}
${legend}
<p>Or <a href="/generate">generate a server’s configuration</a> from a policy, or <a href="/lint">judge the one you
have</a>.</p>
</section>
${demo.length > 0 ? demoList(demo) : ""}
</div>`,
  });
}

/** What each verdict means, before there is one. */
const legend = html`<dl class="legend" aria-label="What the verdicts mean">
<div><dt>${verdictBadge("passed")}</dt><dd>Nobody can read what is not meant for them.</dd></div>
<div><dt>${verdictBadge("failed")}</dt><dd>Other websites can read it, or it promises to share and no browser lets them.</dd></div>
<div><dt>${verdictBadge("inconclusive")}</dt><dd>No usable answer came, and the result says why.</dd></div>
</dl>`;
