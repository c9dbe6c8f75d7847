import { html } from "hono/html";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { visibleText } from "./visible-text.ts";

/** A page that only says something: an address that is not there, a refused form, a full queue. */
export function messagePage(message: { readonly title: string; readonly detail: string }): Html {
  return layout({
    title: message.title,
    main: html`<div class="message">
<h1>${message.title}</h1>
<p class="lead">${visibleText(message.detail)}</p>
<p><a class="button" href="/">Scan a site</a></p>
</div>`,
  });
}
