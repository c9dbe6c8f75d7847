import type { Verdict } from "@crosscheck/cors/browser";
import { html } from "hono/html";
import { causeExamples } from "../learn/cause-examples.ts";
import type { JudgedExchange, UnusableField } from "../learn/judge-typed-exchange.ts";
import type { UnreadLine } from "../learn/parse-typed-head.ts";
import type { AlgorithmRun, Stage } from "../learn/stages-of.ts";
import { exchangeChoices, stepperAddress, stepperPath, type TypedExchange } from "../learn/typed-exchange.ts";
import { exchangeDiagram } from "./exchange-diagram.ts";
import { exchangeView } from "./exchange-view.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { engineNames } from "./learn-page.ts";
import { visibleText } from "./visible-text.ts";

export interface StepperPage {
  readonly typed: TypedExchange;
  readonly judged: JudgedExchange | UnusableField;
  /** The address that has all of it; null when it would be too long. */
  readonly permalink: string | null;
}

/** An exchange that can be changed, and the browser's algorithm over it, step by step. */
export function stepperPage({ typed, judged, permalink }: StepperPage): Html {
  return layout({
    title: "The browser, step by step",
    main: html`<div class="tool stepper">
<p class="eyebrow"><a href="/learn">The guide</a></p>
<h1>The browser, step by step</h1>
<p class="lead">Change the page, its request or the server’s answers. What the browser does is worked out by the standard’s algorithm; nothing is sent.</p>
<details class="presets"><summary>Start from one of ${causeExamples.length} usual causes</summary><ul>${causeExamples.map(
      ({ title, exchange }) => html`<li><a href="${stepperAddress(exchange)}">${title}</a></li>`,
    )}</ul></details>
<div class="stepper-columns">
${form(typed, judged)}
<div id="result" class="stepper-result">${"field" in judged ? html`<p class="field-error" role="alert">${visibleText(judged.message)}</p>` : result(typed, judged, permalink)}</div>
</div>
</div>`,
  });
}

function form(typed: TypedExchange, judged: StepperPage["judged"]): Html {
  const error = "field" in judged ? judged : null;
  return html`<form class="tool-form" method="post" action="${stepperPath}" data-instant="result">
<fieldset><legend>The page and its request</legend>
${line("origin", "The page’s origin", typed, error)}
${line("url", "URL that it asks", typed, error)}
<div class="tool-fields">
${line("method", "Method", typed, error)}
${choice("credentials", "Credentials", typed)}
${choice("mode", "Mode", typed)}
${choice("redirect", "Redirects", typed)}
</div>
${area("headers", "Its headers, a line each", typed, 2, "Content-Type: application/json")}
</fieldset>
<fieldset><legend>What the server answers</legend>
${area("answer", "To the request", typed, 6, "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example")}
${area("preflight", "To the preflight (OPTIONS); empty: as above", typed, 5, "HTTP/1.1 204 No Content")}
${area("after", "At the address of a redirect", typed, 2, "HTTP/1.1 200 OK")}
${area("stored", "Stored in the browser for this URL, without Origin", typed, 2, "HTTP/1.1 200 OK")}
</fieldset>
${choice("engine", "Show the steps of", typed, engineNames)}
<button class="primary" type="submit">Step through it</button>
</form>`;
}

function line(
  name: "origin" | "url" | "method",
  label: string,
  typed: TypedExchange,
  error: UnusableField | null,
): Html {
  const wrong = error?.field === name ? error.message : null;
  return html`<div><label class="field-label" for="${name}">${label}</label><input id="${name}" name="${name}" value="${typed[name]}" maxlength="4000" autocapitalize="none" spellcheck="false"${wrong === null ? "" : html` aria-invalid="true" aria-describedby="${name}-error"`}>${wrong === null ? "" : html`<p class="field-error" id="${name}-error">${visibleText(wrong)}</p>`}</div>`;
}

function area(
  name: "headers" | "answer" | "preflight" | "after" | "stored",
  label: string,
  typed: TypedExchange,
  rows: number,
  placeholder: string,
): Html {
  return html`<label class="field-label" for="${name}">${label}</label>
<textarea id="${name}" name="${name}" rows="${rows}" spellcheck="false" autocapitalize="none" placeholder="${placeholder}">
${typed[name]}</textarea>`;
}

function choice<Name extends keyof typeof exchangeChoices>(
  name: Name,
  label: string,
  typed: TypedExchange,
  names: Readonly<Record<string, string>> = {},
): Html {
  return html`<div><label class="field-label" for="${name}">${label}</label><select id="${name}" name="${name}">${exchangeChoices[
    name
  ].map(
    (value) =>
      html`<option value="${value}"${value === typed[name] ? html` selected` : ""}>${names[value] ?? value}</option>`,
  )}</select></div>`;
}

function result(typed: TypedExchange, { verdicts, stages, unread }: JudgedExchange, permalink: string | null): Html {
  const shown = verdicts[typed.engine];
  return html`${unread.length === 0 ? "" : unreadList(unread)}
<section aria-labelledby="outcome"><h2 id="outcome">${shortOf(shown)}</h2>
${exchangeDiagram("diagram", typed.origin, shown)}
</section>
<section aria-labelledby="steps"><h2 id="steps">Step by step, ${typed.engine === "standard" ? "by the standard" : `in ${engineNames[typed.engine]}`}</h2>
<ol class="stages">${stages.map(stageItem)}</ol></section>
<section aria-labelledby="browsers"><h2 id="browsers">In each browser</h2>
<dl class="engines">${(["standard", "chromium", "firefox", "webkit"] as const).map((engine) => engineRow(engine, verdicts[engine]))}</dl></section>
<p class="hint">${permalink === null ? "It is too long for an address of its own." : html`<a href="${permalink}">A link to this exchange</a>`}</p>`;
}

function unreadList(unread: readonly UnreadLine[]): Html {
  const shown = unread.slice(0, 20);
  return html`<section class="unread" aria-labelledby="unread"><h2 id="unread">Not read</h2><ul class="tool-list">${shown.map(
    ({ field, line, text, why }) =>
      html`<li><strong>${fieldNames[field] ?? field}, line ${line}:</strong> <code>${visibleText(text, 200)}</code><p>Left out: ${visibleText(why, 300)}.</p></li>`,
  )}</ul>${unread.length > shown.length ? html`<p>… and ${unread.length - shown.length} more lines.</p>` : ""}</section>`;
}

const fieldNames: Readonly<Record<string, string>> = {
  headers: "The request’s headers",
  answer: "The answer to the request",
  preflight: "The answer to the preflight",
  after: "The answer after a redirect",
  stored: "The stored answer",
};

function shortOf(verdict: Verdict): string {
  switch (verdict.type) {
    case "allowed":
      return verdict.response.type === "opaque" ? "Sent, and not readable" : "The page reads the answer";
    case "network error":
      return `Blocked: ${verdict.step}`;
    case "API error":
      return "The call itself throws";
    case "not modelled":
      return "Not known to this model";
  }
}

function stageItem({ title, kind, says, exchange, algorithms, outcome }: Stage): Html {
  return html`<li class="stage stage-${kind} stage-${outcome.replace(" ", "-")}"><h3>${visibleText(title, 300)}</h3>
${says.map((sentence) => html`<p>${visibleText(sentence)}</p>`)}
${exchange === null ? "" : exchangeView(exchange)}
${algorithms.map(algorithmList)}</li>`;
}

function algorithmList({ algorithm, decided, failed }: AlgorithmRun): Html {
  const { name, spec, steps } = algorithm;
  const last = decided === null ? steps.length - 1 : steps.findIndex(([step]) => step === decided);
  return html`<h4><a href="${spec}" rel="noreferrer">${name}</a>: ${failed ? "fails" : "passes"}</h4>
<ol class="spec-steps">${steps.map(([step, says], index) => {
    const state =
      index > last ? "unreached" : index === last && decided !== null ? (failed ? "fails" : "decides") : "passed";
    return html`<li class="spec-${state}"><span class="spec-number">${step}</span> <span>${says}${state === "fails" ? html` <strong>This is the line that decides.</strong>` : state === "decides" ? html` <strong>Returned here.</strong>` : ""}${state === "unreached" ? html`<span class="visually-hidden"> (not come to)</span>` : ""}</span></li>`;
  })}</ol>`;
}

function engineRow(engine: keyof typeof engineNames, verdict: Verdict): Html {
  const printed = verdict.type === "network error" && engine !== "standard" ? verdict.messages[engine] : "";
  return html`<div><dt>${engineNames[engine]}</dt><dd>${shortOf(verdict)}${
    printed === ""
      ? ""
      : html`<pre class="console"><code>${printed.split("\n").map((text) => `${visibleText(text)}\n`)}</code></pre>`
  }</dd></div>`;
}
