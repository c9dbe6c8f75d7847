import type { Engine } from "@crosscheck/cors/browser";
import type { Header } from "@crosscheck/cors/http";
import { html } from "hono/html";
import type { EngineVerdict, Explanation, Fix, Need, TimelineStep } from "../explain/explanation.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";
import { visibleText } from "./visible-text.ts";

export interface ExplainForm {
  readonly text: string;
  /** The page's; empty to take it from the evidence. */
  readonly origin: string;
}

export interface ExplainPage {
  readonly form: ExplainForm;
  readonly error?: string;
  readonly originError?: string;
  readonly explanation?: Explanation;
  /** The address of the guide's stepper with this exchange in it; null where it does not fit in one. */
  readonly stepper?: string | null;
}

/** A box for whatever there is, and what it comes down to. */
export function explainPage({ form, error, originError, explanation, stepper = null }: ExplainPage): Html {
  return layout({
    title: explanation === undefined ? "Why was it blocked?" : "Explained",
    main: html`<div class="tool explain">
<h1>Blocked by CORS policy?</h1>
${explanation === undefined ? "" : result(explanation, stepper)}
<p class="lead">Paste the console’s line, a HAR, the output of <code>curl -v</code>, a call of fetch, the headers of an answer, a policy or a
server’s configuration; several at once, too. Passwords, cookies and tokens are masked; nothing is stored, and nobody is asked.</p>
${formOf(form, error, originError)}
</div>`,
  });
}

function formOf({ text, origin }: ExplainForm, error: string | undefined, originError: string | undefined): Html {
  return html`<form class="tool-form" method="post" action="/explain" enctype="multipart/form-data">
<label class="field-label" for="text">Evidence</label>
<textarea id="text" name="text" rows="10" spellcheck="false" autocapitalize="none"${error === undefined ? "" : html` aria-invalid="true" aria-describedby="text-error"`}>
${text}</textarea>
${error === undefined ? "" : html`<p class="field-error" id="text-error">${visibleText(error)}</p>`}
<div class="tool-fields"><div><label class="field-label" for="file">Or a file: a HAR, a configuration</label>
<input id="file" name="file" type="file"></div>
<div><label class="field-label" for="origin">The page’s origin, if it is not in there</label>
<input id="origin" name="origin" value="${origin}" placeholder="https://app.example.com" maxlength="300" autocapitalize="none" spellcheck="false"${originError === undefined ? "" : html` aria-invalid="true" aria-describedby="origin-error"`}>
${originError === undefined ? "" : html`<p class="field-error" id="origin-error">${visibleText(originError)}</p>`}</div></div>
<button class="primary" type="submit">Explain</button>
</form>`;
}

function result(explanation: Explanation, stepper: string | null): Html {
  const { answers, cors, causes, summary, timeline, fixes, needs, step, spec, problems, evidence } = explanation;
  const [only] = answers;
  const isOne = answers.length === 1 && only !== undefined;
  return html`<section class="tool-result" aria-labelledby="cause">
<h2 id="cause">${isOne ? only.title : causes.length === 0 ? "Not told" : "One of these"}</h2>
<p>${visibleText(summary, 3_000)}</p>
${causes.length > 0 && !cors ? html`<p class="explain-beside">It is not CORS: no CORS header mends it.</p>` : ""}
${isOne ? "" : html`<ul class="tool-list">${answers.map(({ title, what }) => html`<li><strong>${title}</strong><p class="prose">${what}</p></li>`)}</ul>`}
${step === "" ? "" : html`<p class="hint">${spec === "" ? step : html`<a href="${spec}" rel="noreferrer">${step}</a>`}</p>`}
</section>
${needs.length === 0 ? "" : html`<section aria-labelledby="needs"><h2 id="needs">Bring</h2><ul class="tool-list">${needs.map((need) => html`<li>${whatToBring[need]}</li>`)}</ul></section>`}
${timeline.length === 0 ? "" : html`<section aria-labelledby="happened"><h2 id="happened">What happened</h2><ol class="explain-steps">${timeline.map(stepItem)}</ol>${stepper === null ? "" : html`<p><a href="${stepper}">Change it and step through it</a></p>`}</section>`}
${fixes.length === 0 ? "" : html`<section aria-labelledby="fix"><h2 id="fix">The fix</h2>${fixes.map(fixItem)}</section>`}
<section aria-labelledby="browsers"><h2 id="browsers">In each browser</h2>
<dl class="engines">${names.map(([engine, name]) => html`<div><dt>${name}</dt><dd>${verdictText(explanation.verdicts[engine])}</dd></div>`)}</dl></section>
${problems.length === 0 ? "" : html`<section aria-labelledby="unread"><h2 id="unread">Not read</h2><ul class="tool-list">${problems.slice(0, 20).map(({ place, message }) => html`<li><strong>${visibleText(place)}</strong><p>${visibleText(message, 1_000)}</p></li>`)}</ul></section>`}
<p class="hint">${evidence.length === 0 ? "Nothing that is known was recognised in it." : html`Read: ${visibleText(evidence.join(", "), 500)}.`}</p>`;
}

function stepItem(step: TimelineStep): Html {
  const { kind, title, status, requestHeaders, responseHeaders, decided, failed, note, place } = step;
  const isBare = requestHeaders.length === 0 && responseHeaders.length === 0;
  return html`<li class="explain-step${failed ? html` explain-failed` : ""}">
<p class="explain-head"><span class="explain-kind">${kindNames[kind]}</span> <span>${visibleText(title, 400)}</span>${status === null ? "" : html` <strong>→ ${status}</strong>`}${failed ? html` <span class="explain-mark">It ends here</span>` : ""}</p>
${isBare ? "" : html`<pre><code>${headerLines(">", requestHeaders, decided)}${headerLines("<", responseHeaders, decided)}</code></pre>`}
${note === "" ? "" : html`<p class="hint">${visibleText(note, 500)}</p>`}${place === "" ? "" : html`<p class="hint">${visibleText(place)}</p>`}
</li>`;
}

function headerLines(sign: string, headers: readonly Header[], decided: readonly string[]): Html {
  return html`${headers.map(([name, value]) => {
    const text = html`<span class="name">${visibleText(name, 100)}</span>: ${visibleText(value)}`;
    return html`<span class="line">${sign} ${decided.includes(name.toLowerCase()) ? html`<mark>${text}</mark>` : text}
</span>`;
  })}`;
}

function fixItem({ server, text, verified }: Fix): Html {
  return html`<div class="explain-fix"><h3>${fixNames[server] ?? server}</h3>
${verified ? html`<p class="hint">Tried: with it every browser lets the page read the answer, and a scan finds nothing new.</p>` : ""}
<pre data-copy><code>${textLines(text)}</code></pre></div>`;
}

/** A text of several lines, each of which keeps its own. */
function textLines(text: string): Html {
  return html`${text.split("\n").map((line, index) => html`${index === 0 ? "" : "\n"}${visibleText(line, 4_000)}`)}`;
}

const fixNames: Readonly<Record<string, string>> = {
  general: "At the server",
  client: "In the page",
  nginx: "nginx",
  apache: "Apache",
  express: "Express",
  cloudflare: "Cloudflare",
  cache: "The cache",
};

const kindNames: Readonly<Record<TimelineStep["kind"], string>> = {
  page: "Page",
  preflight: "Preflight",
  redirect: "Redirect",
  request: "Request",
};

const names: readonly (readonly [Engine, string])[] = [
  ["standard", "The standard"],
  ["chromium", "Chromium"],
  ["firefox", "Firefox"],
  ["webkit", "Safari"],
];

function verdictText({ type, reason, message }: EngineVerdict): Html {
  switch (type) {
    case "allowed":
      return html`The page reads the answer.`;
    case "network error":
      return html`Blocked (${reason ?? ""}).${message === undefined ? "" : html`<pre><code>${textLines(message)}</code></pre>`}`;
    case "API error":
      return html`The call throws, and sends nothing (${reason ?? ""}).`;
    default:
      return html`Not told by this evidence.`;
  }
}

const whatToBring: Readonly<Record<Need, Html>> = {
  har: html`The recording: in the developer tools’ network tab, reproduce it, then export a HAR.`,
  message: html`The line of the console, whole: it names the reason, and the exception in the script does not.`,
  curl: html`The answer itself, asked as the page asks: <code>curl -v -H "Origin: https://the-page" URL</code>`,
  response: html`The headers of the answer.`,
  preflight: html`The answer to the preflight: the request OPTIONS to the same URL.`,
  origin: html`The page’s origin: the field below.`,
  url: html`The URL that the page asked for.`,
};
