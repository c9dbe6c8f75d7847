import type { PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { HttpResponse } from "../../packages/cors/src/http/exchange.ts";

/**
 * What a page asks, and what the servers answer. Origins are written as tokens (`{page}`, `{other}` …), so that a case means
 * the same on every port: `expandOrigins` and `collapseOrigins`.
 */
export interface BrowserCase {
  /** Part of every path, so that no case sees what another left in a cache. */
  readonly id: string;
  readonly family: string;
  readonly frame: Frame;
  /** Sent one after the other: they share the CORS-preflight cache. */
  readonly steps: readonly PageRequest[];
  /** By the last part of the path. */
  readonly answers: Readonly<Record<string, HopAnswers>>;
  /** Whether the page's timing entries are looked at, too. */
  readonly observesTiming?: true;
  /** Whether the page waits between steps, until what is stored is there. */
  readonly pauses?: true;
}

/**
 * Who asks: the page itself, at `{page}`, or a frame in it: a sandboxed one, whose origin is opaque, or one of another site,
 * at `{pagelocal}` or `{pagesub}`.
 */
export type Frame = "page" | "sandbox" | "local" | "sub";

export interface HopAnswers {
  readonly preflight: HttpResponse;
  readonly actual: HttpResponse;
}

/** What came of a case, in a browser or in the model. */
export interface CaseOutcome {
  readonly steps: readonly StepOutcome[];
  readonly wire: readonly WireRequest[];
}

export interface StepOutcome {
  readonly verdict: string;
  /** Null where the entry point does not tell. */
  readonly responseType?: string;
  readonly status?: number;
  /** Names in lower case and in order, equal ones joined. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly redirected?: boolean;
  /** Whether the page sees when the request started. */
  readonly timing?: boolean;
}

/** Method, URL, `Origin`, `Access-Control-Request-Method`, `Access-Control-Request-Headers`, and whether cookies were sent. */
export type WireRequest = readonly [
  method: string,
  url: string,
  origin: string | null,
  requestMethod: string | null,
  requestHeaders: string | null,
  hasCookie: boolean,
];

/** What the tokens stand for. */
export type Origins = Readonly<Record<(typeof tokens)[number], string>>;

const tokens = ["page", "other", "host", "six", "sub", "sibling", "once", "pagelocal", "pagesub", "pagehost"] as const;

/** @param oncePort where a connection ends after one answer */
export function originsOf(pagePort: number, otherPort: number, oncePort: number): Origins {
  return {
    page: `http://127.0.0.1:${pagePort}`,
    other: `http://127.0.0.1:${otherPort}`,
    host: `http://localhost:${otherPort}`,
    six: `http://[::1]:${otherPort}`,
    sub: `http://a.localhost:${otherPort}`,
    sibling: `http://b.a.localhost:${otherPort}`,
    once: `http://127.0.0.1:${oncePort}`,
    pagelocal: `http://localhost:${pagePort}`,
    pagesub: `http://a.localhost:${pagePort}`,
    pagehost: `127.0.0.1:${pagePort}`,
  };
}

/** The origin of a case's frame, as the page that asks. */
export function originOfFrame(frame: Frame, origins: Origins): string {
  return { page: origins.page, sandbox: "null", local: origins.pagelocal, sub: origins.pagesub }[frame];
}

export function expandOrigins<T>(value: T, origins: Origins): T {
  const text = JSON.stringify(value);
  return JSON.parse(
    text.replace(new RegExp(`\\{(${tokens.join("|")})\\}`, "g"), (_token, name: keyof Origins) => origins[name]),
  ) as T;
}

export function collapseOrigins<T>(value: T, origins: Origins): T {
  let text = JSON.stringify(value);
  for (const name of tokens) text = text.replaceAll(origins[name], `{${name}}`);
  return JSON.parse(text) as T;
}
