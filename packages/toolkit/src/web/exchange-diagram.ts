import type { Verdict } from "@crosscheck/cors/browser";
import { type Exchange, getHeader, isResponse } from "@crosscheck/cors/http";
import { html } from "hono/html";
import type { Html } from "./html.ts";
import { visibleText } from "./visible-text.ts";

const width = 360;
const left = 16;
const right = width - 16;
const step = 62;
/** What fits between the two lines. */
const longestLabel = 44;
/** More exchanges than these are said, and not drawn. */
const mostDrawn = 4;

/**
 * An exchange as a drawing: the page's browser at the left, the server at the right, an arrow for each request and each answer.
 * What it shows stands in its description, too, for whoever hears the page.
 *
 * @param id unique on the page
 */
export function exchangeDiagram(id: string, pageOrigin: string, verdict: Verdict): Html {
  const drawn = verdict.exchanges.slice(0, mostDrawn);
  const more = verdict.exchanges.length - drawn.length;
  const top = 40;
  const height = top + drawn.length * step + (more > 0 ? 22 : 0) + 26;
  const end = endOf(verdict);
  const server = hostOf(drawn[0]?.request.url ?? "");
  const lines = drawn.flatMap((exchange) => [
    `The browser sends ${asked(exchange)}.`,
    `The server answers: ${answered(exchange)}.`,
  ]);
  return html`<svg class="diagram" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${end.word}</title>
<desc id="${id}-desc">${visibleText(`A page of ${pageOrigin}. ${lines.join(" ")}${more > 0 ? ` ${more} more exchanges.` : ""} ${end.says}`, 2_000)}</desc>
<text class="lane" x="${left - 8}" y="14">${label(pageOrigin, 22)}</text>
<text class="lane" x="${right + 8}" y="14" text-anchor="end">${label(server, 22)}</text>
<path class="lane-line" d="M${left} 22V${height - 26}M${right} 22V${height - 26}"/>
${drawn.map((exchange, index) => arrows(exchange, top + index * step))}
${more > 0 ? html`<text x="${width / 2}" y="${top + drawn.length * step + 6}" text-anchor="middle">… ${more} more</text>` : ""}
<text class="end end-${end.kind}" x="${left - 8}" y="${height - 6}">${end.sign} ${end.word}</text>
</svg>`;
}

function arrows(exchange: Exchange, y: number): Html {
  const failed = !isResponse(exchange.response);
  return html`<text x="${width / 2}" y="${y}" text-anchor="middle">${label(asked(exchange))}</text>
<path class="arrow" d="M${left} ${y + 7}H${right - 2}m-7-4 7 4-7 4"/>
<text x="${width / 2}" y="${y + 25}" text-anchor="middle">${label(answered(exchange))}</text>
<path class="${failed ? "arrow arrow-failed" : "arrow"}" d="M${right} ${y + 32}H${left + 2}m7-4-7 4 7 4"/>`;
}

function asked({ request }: Exchange): string {
  const url = URL.parse(request.url);
  return `${request.method} ${url === null ? request.url : url.pathname + url.search}`;
}

function answered({ response }: Exchange): string {
  if (!isResponse(response)) return `no response: ${response.why}`;
  const location = getHeader(response.headers, "location");
  if (location !== null && response.status >= 300 && response.status < 400) return `${response.status}, to ${location}`;
  const allowed = getHeader(response.headers, "access-control-allow-origin");
  return `${response.status}, allows ${allowed ?? "nobody"}`;
}

interface End {
  readonly kind: "read" | "blocked" | "opaque" | "unknown";
  readonly sign: string;
  readonly word: string;
  readonly says: string;
}

function endOf(verdict: Verdict): End {
  if (verdict.type === "not modelled")
    return { kind: "unknown", sign: "?", word: "not known", says: "What a browser does then is not modelled." };
  if (verdict.type !== "allowed")
    return { kind: "blocked", sign: "✕", word: "blocked", says: "The page gets an error." };
  return verdict.response.type === "opaque"
    ? { kind: "opaque", sign: "–", word: "sent, and not readable", says: "The page gets an opaque answer." }
    : { kind: "read", sign: "✓", word: "the page reads it", says: "The page reads the answer." };
}

function hostOf(url: string): string {
  return URL.parse(url)?.origin ?? url;
}

function label(text: string, longest = longestLabel): string {
  const shown = visibleText(text.slice(0, longest + 1));
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}
