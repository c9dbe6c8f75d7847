import { html } from "hono/html";
import type { GeneratedFile, Loss } from "../config/generated.ts";
import { learnAbout } from "../learn/learn-about.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { visibleLines } from "./source-lines.ts";
import { visibleText } from "./visible-text.ts";

export interface GenerateForm {
  readonly policy: string;
  readonly server: string;
  readonly version: string;
  readonly environment: string;
  readonly accept: readonly string[];
}

export interface GeneratePage {
  readonly targets: readonly { readonly name: string; readonly summary: string }[];
  readonly form: GenerateForm;
  /** The address that has all of the form; null when it would be too long. */
  readonly permalink?: string | null;
  /** Why there are no files, other than the policy's problems and losses. */
  readonly error?: string;
  readonly problems?: readonly {
    readonly code: string;
    readonly severity: "error" | "warning";
    readonly line: number | null;
    readonly message: string;
  }[];
  readonly losses?: readonly Loss[];
  /** The ids of the losses for which nothing was generated. */
  readonly refused?: readonly Loss[];
  readonly files?: readonly GeneratedFile[];
}

/** A policy in, a server's files out, with what the server cannot do. */
export function generatePage(page: GeneratePage): Html {
  return layout({
    title: page.files === undefined ? "Generate a configuration" : `The files for ${page.form.server}`,
    main: html`<div class="tool">
<h1>Generate a configuration</h1>
<p class="lead">Write the policy once; get it in your server’s language, with what the server cannot do told.</p>
${formOf(page)}
${page.error === undefined ? "" : html`<p class="field-error" role="alert">${visibleText(page.error)}</p>`}
${problemList(page)}
${lossList(page)}
${files(page)}
</div>`,
  });
}

function formOf({ form, targets }: GeneratePage): Html {
  return html`<form class="tool-form" id="generate" method="post" action="/generate">
<label class="field-label" for="policy">Policy, as YAML or JSON</label>
<textarea id="policy" name="policy" rows="10" required spellcheck="false" autocapitalize="none">
${form.policy}</textarea>
<div class="tool-fields">
<div><label class="field-label" for="server">Server</label><select id="server" name="server">${targets.map(
    ({ name, summary }) =>
      html`<option value="${name}"${name === form.server ? html` selected` : ""}>${summary}</option>`,
  )}</select></div>
<div><label class="field-label" for="version">Its version, if known</label><input id="version" name="version" maxlength="20" placeholder="1.26.3" value="${form.version}"></div>
<div><label class="field-label" for="environment">Environment, if any</label><input id="environment" name="environment" maxlength="200" value="${form.environment}"></div>
</div>
<button class="primary" type="submit">Generate</button>
</form>`;
}

function problemList({ problems = [] }: GeneratePage): Html | string {
  if (problems.length === 0) return "";
  return html`<section><h2>Problems of the policy</h2><ul class="tool-list">${problems.map(
    ({ code, severity, line, message }) =>
      html`<li><p><strong class="${severity === "error" ? "verdict-failed" : ""}">${severity === "error" ? "Error" : "Warning"}${line === null ? "" : `, line ${line}`}</strong></p><p class="prose">${visibleLines(message)}</p><p class="hint"><a href="${learnAbout(code)}">Why<span class="visually-hidden"> ${code}${line === null ? "" : `, line ${line}`}</span></a></p></li>`,
  )}</ul></section>`;
}

const effects: Readonly<Record<Loss["effect"], string>> = {
  widens: "Grants more than the policy",
  narrows: "Grants less than the policy",
  neither: "Grants the same, answers otherwise",
  impossible: "Impossible on this server",
};

function lossList({ losses = [], refused = [], form }: GeneratePage): Html | string {
  if (losses.length === 0) return "";
  const widening = [...new Set(refused.filter(({ effect }) => effect === "widens").map(({ id }) => id))];
  return html`<section><h2>What this server cannot do</h2><ul class="tool-list">${losses.map(
    ({ id, ruleId, effect, reachable, message }) =>
      html`<li><p><strong>${effects[effect]}${reachable ? "" : ", which no browser meets"}</strong> <code class="tag">${id}</code>${ruleId === undefined ? "" : html` <span class="tag">rule ${visibleText(ruleId)}</span>`}</p><p class="prose">${visibleLines(message)}</p></li>`,
  )}</ul>
${refused.length > 0 ? html`<p class="field-error">Nothing was generated.</p>` : ""}
${[...new Set([...widening, ...form.accept])].map(
  (id) =>
    html`<p><label><input type="checkbox" form="generate" name="accept" value="${id}"${form.accept.includes(id) ? html` checked` : ""}> Accept <code>${visibleText(id, 100)}</code>, then generate again</label></p>`,
)}</section>`;
}

function files({ files, form, permalink }: GeneratePage): Html | string {
  if (files === undefined) return "";
  return html`<section class="tool-files"><h2>The files</h2>
<p class="hint">${permalink === null || permalink === undefined ? "The policy is too long for an address: this page has no link of its own." : html`<a href="${permalink}">Link to this page</a>: the policy is in the address, and nowhere else.`}</p>
<form id="download" method="post" action="/generate/download">
${Object.entries({ ...form, accept: form.accept.join(" ") }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
</form>
${files.map(
  ({ name, text }) => html`<article class="tool-file"><h3><code>${name}</code></h3>
<pre tabindex="0" aria-label="${name}"><code data-copy>${text}</code></pre>
<p><button type="submit" form="download" name="file" value="${name}">Download ${name}</button></p></article>`,
)}
</section>`;
}
