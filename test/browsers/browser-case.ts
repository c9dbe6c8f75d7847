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
  /** The page itself, or a sandboxed frame in it, whose origin is opaque. */
  readonly frame: "page" | "sandbox";
  /** Sent one after the other: they share the CORS-preflight cache. */
  readonly steps: readonly PageRequest[];
  /** By the last part of the path. */
  readonly answers: Readonly<Record<string, HopAnswers>>;
}

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
export type Origins = Readonly<Record<"page" | "other" | "host" | "pagehost", string>>;

export function originsOf(pagePort: number, otherPort: number): Origins {
  return {
    page: `http://127.0.0.1:${pagePort}`,
    other: `http://127.0.0.1:${otherPort}`,
    host: `http://localhost:${otherPort}`,
    pagehost: `127.0.0.1:${pagePort}`,
  };
}

export function expandOrigins<T>(value: T, origins: Origins): T {
  const text = JSON.stringify(value);
  return JSON.parse(
    text.replace(/\{(page|other|host|pagehost)\}/g, (_token, name: keyof Origins) => origins[name]),
  ) as T;
}

export function collapseOrigins<T>(value: T, origins: Origins): T {
  let text = JSON.stringify(value);
  for (const name of ["page", "other", "host", "pagehost"] as const) text = text.replaceAll(origins[name], `{${name}}`);
  return JSON.parse(text) as T;
}
