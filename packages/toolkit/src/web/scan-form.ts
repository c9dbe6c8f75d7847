import { html } from "hono/html";
import type { Html } from "./html.ts";

/** What is in the box and beside it. */
export interface ScanFormValues {
  readonly url: string;
  readonly clearCache: boolean;
  readonly followRedirects: boolean;
  /** Why the last attempt was not accepted. */
  readonly error?: string;
}

/** Without a result to ignore, and following redirects: how a visitor finds the form. */
export const emptyForm: ScanFormValues = { url: "", clearCache: false, followRedirects: true };

/** The box for a domain, the two checkboxes and the button. */
export function scanForm({ url, clearCache, followRedirects, error }: ScanFormValues): Html {
  const described = error === undefined ? "url-hint" : "url-error url-hint";
  return html`<form class="scan-form" method="post" action="/scan">
<label class="field-label" for="url">Domain or address</label>
<div class="scan-row">
<input id="url" name="url" type="text" inputmode="url" required maxlength="2048" value="${url}" placeholder="example.com"
 autocomplete="url" autocapitalize="none" spellcheck="false" aria-describedby="${described}"${error === undefined ? "" : html` aria-invalid="true" autofocus`}>
<button class="primary" type="submit">Scan</button>
</div>
${error === undefined ? "" : html`<p class="field-error" id="url-error">${error}</p>`}
<p class="hint" id="url-hint">https is tried first. A scan makes about ten ordinary requests.</p>
<div class="options">
<label><input type="checkbox" name="clearCache" value="on"${clearCache ? html` checked` : ""}> Clear cache</label>
<label><input type="checkbox" name="followRedirects" value="on"${followRedirects ? html` checked` : ""}> Follow redirects</label>
</div>
</form>`;
}
