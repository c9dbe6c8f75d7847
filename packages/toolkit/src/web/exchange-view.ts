import { type Exchange, type Header, type HeaderList, isResponse } from "@crosscheck/cors/http";
import { html } from "hono/html";
import { curlCommand } from "./curl-command.ts";
import type { Html } from "./html.ts";
import { visibleText } from "./visible-text.ts";

/** The headers that a browser looks at to decide; they are lit. */
const decisive = /^(?:origin|vary|location|access-control-.*)$/i;
/** A longer head is cut: all of it is in the JSON. */
const mostHeaders = 40;

/** A request and what came back, as heads of HTTP messages, the headers that matter lit, and the command that repeats it. */
export function exchangeView({ request, response }: Exchange): Html {
  const url = URL.parse(request.url);
  const target = url === null ? request.url : `${url.pathname}${url.search}`;
  const hasHost = request.headers.some(([name]) => name.toLowerCase() === "host");
  const host: HeaderList = url === null || hasHost ? [] : [["Host", url.host]];
  const command = curlCommand(request);
  return html`<div class="exchange">
<div class="head"><p class="head-title">Request</p><pre><code>${line(html`${visibleText(`${request.method} ${target}`)}`)}${headerLines([...host, ...request.headers])}</code></pre></div>
<div class="head"><p class="head-title">Response</p><pre><code>${
    isResponse(response)
      ? html`${line(html`HTTP ${response.status}`)}${headerLines(response.headers)}`
      : line(html`no HTTP response: ${visibleText(response.why)}`)
  }</code></pre></div>
<details class="repeat"><summary>Repeat it with curl</summary><pre data-copy><code>${visibleText(command, 100_000)}</code></pre></details>
</div>`;
}

function headerLines(headers: HeaderList): Html {
  const more = headers.length - mostHeaders;
  return html`${headers.slice(0, mostHeaders).map(headerLine)}${more > 0 ? line(html`… and ${more} more headers`) : ""}`;
}

function headerLine([name, value]: Header): Html {
  const text = html`<span class="name">${visibleText(name, 100)}</span>: ${visibleText(value)}`;
  return line(decisive.test(name) ? html`<mark>${text}</mark>` : text);
}

/** A line of its own, however long it is and wherever it wraps. */
function line(content: Html): Html {
  return html`<span class="line">${content}
</span>`;
}
