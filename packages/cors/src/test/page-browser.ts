import type { Engine } from "../browser/departures.ts";
import type { CacheMode, ReferrerPolicy } from "../browser/page-request.ts";
import type { PreflightCacheEntry } from "../browser/verdict.ts";
import type { HeaderList } from "../http/header-list.ts";
import type { CookieJar } from "./cookie-jar.ts";
import type { HttpCache } from "./http-cache.ts";
import type { Transport } from "./transport.ts";

/** What surrounds a page: its address, and what its browser remembers. */
export interface PageBrowser {
  /** Serialized, or `null`. */
  readonly origin: string;
  /** What relative URLs are relative to, and what `Referer` says. */
  readonly url: URL;
  readonly engine: Engine;
  readonly referrerPolicy: ReferrerPolicy;
  readonly cookies: CookieJar;
  readonly httpCache: HttpCache;
  /** Replaced, never changed. */
  preflightCache: readonly PreflightCacheEntry[];
  readonly transportFor: (url: URL) => Transport;
  /** Milliseconds that an answer may take. */
  readonly timeout: number;
}

/** The URL that decides what is of the same site; none where the origin is opaque. */
export function siteUrl({ origin }: PageBrowser): URL | null {
  return origin === "null" ? null : new URL(origin);
}

/** One call of `fetch`, or one `send()` of an XMLHttpRequest. */
export interface PageCall {
  readonly entryPoint: "fetch" | "xhr";
  /** Absolute. */
  readonly url: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly mode: "cors" | "no-cors" | "same-origin";
  readonly credentials: "include" | "omit" | "same-origin";
  readonly redirect: "error" | "follow" | "manual";
  /** `about:client`, `no-referrer`, or a URL. */
  readonly referrer: string;
  /** Empty: the page's. */
  readonly referrerPolicy: "" | ReferrerPolicy;
  readonly cache: CacheMode;
  readonly keepalive: boolean;
  readonly integrity: string;
  readonly uploadListener: boolean;
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
}

/** Where a request's `Referer` comes from, before any policy; null for nowhere. */
export function referrerSource(browser: PageBrowser, { referrer }: PageCall): URL | null {
  if (referrer === "no-referrer") return null;
  if (referrer !== "about:client") return new URL(referrer);
  return browser.origin === "null" ? null : browser.url;
}
