import { html } from "hono/html";
import type { LintedFile } from "../lint/lint-report.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { sourceLines } from "./source-lines.ts";
import { verdictBadge } from "./verdict-badge.ts";
import { visibleText } from "./visible-text.ts";

export interface LintPage {
  readonly kinds: readonly { readonly name: string; readonly summary: string }[];
  readonly text: string;
  /** Empty: told by the text. */
  readonly as: string;
  readonly error?: string;
  readonly linted?: LintedFile;
}

/** A box for a configuration, and its findings beside its lines. */
export function lintPage(page: LintPage): Html {
  const { linted } = page;
  return layout({
    title: linted === undefined ? "Judge a configuration" : "The configuration, judged",
    main: html`<div class="tool">
<h1>Judge a configuration</h1>
${linted === undefined ? "" : result(page.text, linted)}
<p class="lead">Paste the configuration of a web server. Its server is simulated and asked what a scan would ask; nothing is
stored, and no file that it includes is read.</p>
${form(page)}
</div>`,
  });
}

function form({ kinds, text, as, error }: LintPage): Html {
  return html`<form class="tool-form" method="post" action="/lint">
<label class="field-label" for="text">Configuration</label>
<textarea id="text" name="text" rows="14" required spellcheck="false" autocapitalize="none"${error === undefined ? "" : html` aria-invalid="true" aria-describedby="text-error"`}>
${text}</textarea>
${error === undefined ? "" : html`<p class="field-error" id="text-error">${visibleText(error)}</p>`}
<div class="tool-fields"><div><label class="field-label" for="as">Kind</label>
<select id="as" name="as"><option value="">Tell it by the text</option>${kinds.map(
    ({ name }) => html`<option value="${name}"${name === as ? html` selected` : ""}>${name}</option>`,
  )}</select></div></div>
<button class="primary" type="submit">Judge</button>
</form>`;
}

function result(text: string, { as, verdict, findings }: LintedFile): Html {
  return html`<section class="tool-result" aria-labelledby="verdict">
<h2 class="visually-hidden" id="verdict">The verdict</h2>
<p class="test-line">${verdictBadge(verdict)} <span>${as}, ${findings.length === 1 ? "1 finding" : `${findings.length} findings`}</span></p>
${verdict === "inconclusive" ? html`<p>Nothing failed, but a part could not be judged: see below.</p>` : ""}
${sourceLines(text, as, findings)}
</section>`;
}
