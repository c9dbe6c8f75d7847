import { html } from "hono/html";
import type { Html } from "./html.ts";
import { verdictWords } from "./verdict-badge.ts";

/** A demo site as the home page offers it. */
export interface DemoEntry {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly verdict: "passed" | "failed";
  readonly cause?: "unsafe" | "broken";
}

/** The demo sites, each a scan of one click, with the verdict it should get. */
export function demoList(entries: readonly DemoEntry[]): Html {
  return html`<section class="demo" aria-labelledby="demo-title">
<h2 id="demo-title">Try it on a demo site</h2>
<p>Small sites on this machine, each with one way to do CORS, right or wrong. Nothing leaves the machine.</p>
<ul>${entries.map(demoItem)}</ul>
</section>`;
}

function demoItem({ title, description, url, verdict, cause }: DemoEntry): Html {
  return html`<li><form method="post" action="/scan">
<input type="hidden" name="url" value="${url}"><input type="hidden" name="followRedirects" value="on">
<button class="demo-site" type="submit"><span class="demo-name">${title}</span><span class="demo-verdict verdict-${verdict}"><span class="visually-hidden">should be </span>${verdictWords[verdict]}${cause === "broken" ? ", broken" : ""}</span><span class="demo-description">${description}</span></button>
</form></li>`;
}
