import { html } from "hono/html";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";

export interface ScannerPage {
  /** As every scanned server finds it in its log. */
  readonly userAgent: string;
  /** Where owners of scanned sites write to; null when nobody said. */
  readonly contact: string | null;
}

/** For owners of sites that were scanned: who asked, what for, and how not to be asked. */
export function scannerPage({ userAgent, contact }: ScannerPage): Html {
  return layout({
    title: "About the scanner",
    main: html`<div class="message about">
<h1>About the scanner</h1>
<p class="lead">You found this name in your server’s log? Somebody typed your domain here, to learn how it does CORS.</p>
<pre><code>${userAgent}</code></pre>
<h2>What it sends</h2>
<p>Ordinary requests with the methods GET, HEAD and OPTIONS, about ten and never more than forty, one after
the other, within half a minute. Several have an <code>Origin</code> header with a made-up site, because the answer to that is what is tested.
No passwords, no forms, no cookies but those that your site itself just set; nothing that changes data. Of a page’s text it reads 64 KiB at most, and keeps none.</p>
<p>A site that answers <code>429</code> is left alone at once.</p>
<h2>How not to be scanned</h2>
<p>${
      contact === null
        ? "Write to whoever runs this server, and name the domain or the network."
        : html`Write to ${contactLink(contact)} and name the domain or the network.`
    } It is then refused here, with all names below it, before anything is looked up or sent.</p>
</div>`,
  });
}

function contactLink(contact: string): Html {
  if (/^https?:\/\//.test(contact)) return html`<a href="${contact}" rel="noreferrer">${contact}</a>`;
  return /^[^\s@]+@[^\s@]+$/.test(contact)
    ? html`<a href="mailto:${contact}">${contact}</a>`
    : html`<strong>${contact}</strong>`;
}
