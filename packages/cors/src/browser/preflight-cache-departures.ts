import { isCorsSafelistedMethod } from "../http/method.ts";
import { isCorsNonWildcardRequestHeaderName } from "./cors-non-wildcard-request-header-name.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl, type FetchRequest } from "./fetch-request.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";
import type { PreflightCacheEntry } from "./verdict.ts";

/**
 * The CORS-preflight caches of the engines, over the standard's entries. Chromium and WebKit keep one whole answer for
 * an origin and a URL: all its entries come, expire and go together. Firefox keeps an answer with credentials apart from
 * one without, and looks for each method and name as it was written. Where an answer lists nothing, an entry without a
 * method and a name says that there was one.
 */

/** Whether one stored answer lets the whole request out (Chromium and WebKit). */
export function wholeAnswerCovers(params: FetchParams, unsafeNames: readonly string[]): boolean {
  const { request, now } = params;
  const includes = request.credentialsMode === "include";
  const stored = entriesFor(params);
  const [first] = stored;
  if (first === undefined || first.expires <= now || (includes && !first.credentials)) return false;
  const wildcard = !(request.profile.departures.has("cache-wildcard-by-request") ? includes : first.credentials);
  const isMethodListed = stored.some(({ method }) => method === request.method || (wildcard && method === "*"));
  if (!isMethodListed && !isCorsSafelistedMethod(request.method)) return false;
  const strict = request.profile.departures.has("cache-wildcard-not-for-authorization");
  return unsafeNames.every((name) => {
    const byWildcard = wildcard && !(strict && isCorsNonWildcardRequestHeaderName(name));
    return stored.some(({ headerName }) => headerName?.toLowerCase() === name || (byWildcard && headerName === "*"));
  });
}

/** Whether the stored methods and names cover the request, each by an entry of its own (Firefox). */
export function exactTokensCover(params: FetchParams, unsafeNames: readonly string[]): boolean {
  const { request, now } = params;
  const includes = request.credentialsMode === "include";
  const stored = entriesFor(params).filter(({ credentials }) => credentials === includes);
  if (stored.length === 0) return false;
  const fresh = stored.filter(({ expires }) => expires > now);
  const needsMethod = request.method !== "GET" && request.method !== "POST";
  if (needsMethod && !fresh.some(({ method }) => method === request.method)) return false;
  return unsafeNames.every((name) => fresh.some(({ headerName }) => headerName?.toLowerCase() === name));
}

/** Whether this request may neither be answered from the cache nor stored in it. */
export function isCacheOff(request: FetchRequest): boolean {
  return request.profile.departures.has("cache-not-for-opaque-origins") && cacheOrigin(request) === "null";
}

/** Whether the cache is not asked: the page said that it wants a fresh answer. */
export function isCacheBypassed({ profile: { departures }, cacheMode }: FetchRequest): boolean {
  if (cacheMode === "no-cache") return departures.has("cache-mode-no-cache-bypasses-preflight-cache");
  if (cacheMode !== "no-store" && cacheMode !== "reload") return false;
  return departures.has("cache-mode-bypasses-preflight-cache");
}

/** The origin that entries are kept under: redirects taint what is sent, and not what Firefox looks for. */
export function cacheOrigin(request: FetchRequest): string {
  return request.profile.departures.has("cache-by-page-origin") ? request.origin : serializeRequestOrigin(request);
}

function entriesFor({ request, preflightCache }: FetchParams): readonly PreflightCacheEntry[] {
  if (preflightCache.length === 0) return preflightCache;
  const url = currentUrl(request).href;
  const origin = cacheOrigin(request);
  return preflightCache.filter((entry) => entry.url === url && entry.origin === origin);
}
