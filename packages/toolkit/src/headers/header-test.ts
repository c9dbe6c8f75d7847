import type { Exchange, HttpResponse } from "@crosscheck/cors/http";
import type { PageElements } from "./page-elements.ts";

/** One line of *HTTP Security Headers* beside CORS. One file each, in `tests/`. */
export interface HeaderTest {
  /** Kebab-case: the file's name. */
  readonly id: string;
  /** The header as servers write it, or what is looked at. */
  readonly title: string;
  /** What it protects from, in plain words. */
  readonly why: string;
  /** What to do, for each server; `general` always. */
  readonly fix: Readonly<Record<string, string>> & { readonly general: string };
  /** The specification, or the vendor's page. */
  readonly spec: string;
  readonly run: (evidence: HeaderEvidence) => HeaderResult;
  readonly examples: readonly HeaderExample[];
}

export interface HeaderResult {
  readonly verdict: "passed" | "failed" | "not-applicable" | "inconclusive";
  /** One sentence in plain words. */
  readonly summary: string;
}

/** The answer that a visitor's browser shows, and what led there. */
export interface HeaderEvidence {
  /** The URL that answered. */
  readonly url: string;
  readonly response: HttpResponse;
  /** The redirects that led there, in order. */
  readonly hops: readonly Exchange[];
  /** The same address over http, where the site was asked over https at once; null where it was not asked so. */
  readonly overHttp: Exchange | null;
  /** The name that somebody registered, or null where there is none. */
  readonly registrableDomain: string | null;
  /** What the HTML page says; null when the answer is none. */
  readonly page: PageElements | null;
}

/** A response, and what the test says of it. */
interface HeaderExample {
  readonly title: string;
  readonly verdict: HeaderResult["verdict"];
  readonly url?: string;
  readonly status?: number;
  readonly headers: HttpResponse["headers"];
  readonly hops?: readonly Exchange[];
  readonly overHttp?: Exchange;
  /** Markup of a page, or null for one that was not read; its presence makes the answer HTML. */
  readonly html?: string | null;
}

/** Names the parts and keeps their types. */
export function defineHeaderTest(test: HeaderTest): HeaderTest {
  return Object.freeze(test);
}

export function passed(summary: string): HeaderResult {
  return { verdict: "passed", summary };
}

export function failed(summary: string): HeaderResult {
  return { verdict: "failed", summary };
}

export function notApplicable(summary: string): HeaderResult {
  return { verdict: "not-applicable", summary };
}

/** "Could not test", on the page. */
export function inconclusive(summary: string): HeaderResult {
  return { verdict: "inconclusive", summary };
}
