import { html, raw } from "hono/html";
import { Marked } from "marked";
import type { Block, NextStep, Part, Section } from "../learn/section.ts";
import { sections } from "../learn/sections.ts";
import { showConfiguration } from "../learn/show-configuration.ts";
import { showExample } from "../learn/show-example.ts";
import { exchangeDiagram } from "./exchange-diagram.ts";
import { exchangeView } from "./exchange-view.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";

/** The attackers of the stories have addresses, and none of them is a link. */
const markdown = new Marked({ tokenizer: { url: () => undefined } });

/** The guide's contents. */
export function learnIndexPage(): Html {
  return layout({
    title: "CORS, from the beginning",
    main: html`<div class="tool learn">
<h1>CORS, from the beginning</h1>
<p class="lead">Every example on these pages is run by the engine that judges your site, as you read it. Change any header, and watch the browser’s mind change.</p>
<p><a class="button" href="/learn/stepper">Open the stepper</a></p>
<ol class="learn-contents">${sections.map(
      ({ id, title, lead }) => html`<li><a href="/learn/${id}">${title}</a><p>${lead}</p></li>`,
    )}</ol>
</div>`,
  });
}

/** A chapter. */
export function learnSectionPage(section: Section): Html {
  const place = sections.indexOf(section);
  const before = sections[place - 1];
  const after = sections[place + 1];
  return layout({
    title: section.title,
    main: html`<article class="tool learn">
<p class="eyebrow"><a href="/learn">The guide</a>, ${place + 1} of ${sections.length}</p>
<h1>${section.title}</h1>
<p class="lead">${section.lead}</p>
${contents(section)}
${section.parts.map(part)}
${next(section.next)}
<nav class="learn-turn" aria-label="Chapters">${before === undefined ? "" : html`<a href="/learn/${before.id}" rel="prev">${before.title}</a>`} ${after === undefined ? "" : html`<a href="/learn/${after.id}" rel="next">${after.title}</a>`}</nav>
</article>`,
  });
}

function contents({ parts }: Section): Html | string {
  if (parts.length < 5) return "";
  return html`<nav class="learn-parts" aria-label="On this page"><ul>${parts.map(
    ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`,
  )}</ul></nav>`;
}

function part({ id, title, blocks }: Part): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${blocks.map(block)}</section>`;
}

function block(content: Block): Html {
  switch (content.kind) {
    case "text":
      // The guide's own words, and no one else's.
      return html`<div class="learn-text">${raw(scrolling(markdown.parse(content.markdown, { async: false })))}</div>`;
    case "example":
      return exampleBox(showExample(content.example));
    case "configuration":
      return html`${showConfiguration(content).map(
        ({ name, text }, index) =>
          html`<details class="learn-file"${index === 0 ? html` open` : ""}><summary>${name}</summary><pre data-copy tabindex="0"><code>${text}</code></pre></details>`,
      )}`;
  }
}

/** A table that is wider than a telephone scrolls by itself, by the keyboard, too. */
function scrolling(markup: string): string {
  return markup
    .replaceAll("<table>", '<div class="wide" role="group" aria-label="Table" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>");
}

function exampleBox({ example, typed, judged, gives, differsIn, address }: ReturnType<typeof showExample>): Html {
  const kind = gives === "read" ? "read" : gives === "opaque" ? "opaque" : "blocked";
  return html`<div class="learn-example learn-${kind}" id="${example.id}">
<h3>${example.title}</h3>
<p>${example.says}</p>
${exchangeDiagram(`diagram-${example.id}`, typed.origin, judged.verdicts.standard)}
<p class="learn-end">${judged.stages.at(-1)?.says.join(" ")}${differsIn.length === 0 ? "" : ` Not so in ${differsIn.map((engine) => engineNames[engine]).join(", ")}.`}</p>
<details><summary>The headers</summary>${judged.verdicts.standard.exchanges.slice(0, 4).map(exchangeView)}</details>
<p><a href="${address}">Change it, step by step<span class="visually-hidden">: ${example.title}</span></a></p>
</div>`;
}

export const engineNames: Readonly<Record<"standard" | "chromium" | "firefox" | "webkit", string>> = {
  standard: "The standard",
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit (Safari)",
};

function next(step: NextStep): Html {
  return html`<aside class="learn-next" aria-label="Do it"><p>${step.says}</p>${
    step.kind === "command"
      ? html`<pre data-copy><code>${step.command}</code></pre>`
      : html`<p><a class="button" href="${step.path}">${step.label}</a></p>`
  }</aside>`;
}
