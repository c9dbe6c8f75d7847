import { isCorsNonWildcardRequestHeaderName } from "./cors-non-wildcard-request-header-name.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl, type FetchRequest } from "./fetch-request.ts";
import { cacheOrigin, isCacheOff } from "./preflight-cache-departures.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";
import type { PreflightCacheChange, PreflightCacheEntry } from "./verdict.ts";

/**
 * The cache after the changes of a verdict: what the owner of a cache keeps for the next fetch.
 *
 * https://fetch.spec.whatwg.org/#concept-cache
 */
export function applyPreflightCacheChanges(
  entries: readonly PreflightCacheEntry[],
  changes: readonly PreflightCacheChange[],
): PreflightCacheEntry[] {
  let result = [...entries];
  for (const change of changes) {
    if (change.change === "add") {
      result = [...result.filter((entry) => !isSameKey(entry, change.entry)), change.entry];
    } else {
      result = result.filter((entry) => entry.origin !== change.origin || entry.url !== change.url);
    }
  }
  return result;
}

/** https://fetch.spec.whatwg.org/#concept-cache-match-method */
export function methodCacheEntryMatch({ request, preflightCache, now }: FetchParams, method: string): boolean {
  return preflightCache.some(
    (entry) => (entry.method === method || entry.method === "*") && isCacheEntryMatch(entry, request, now),
  );
}

/** https://fetch.spec.whatwg.org/#concept-cache-match-header */
export function headerNameCacheEntryMatch({ request, preflightCache, now }: FetchParams, headerName: string): boolean {
  return preflightCache.some((entry) => coversHeaderName(entry, headerName) && isCacheEntryMatch(entry, request, now));
}

/**
 * Stores what a preflight granted: sets the max-age of the entries that match already, and creates those that do not.
 *
 * NOTE: an entry's max-age counts from now, also where the standard leaves an older storing time in place.
 *
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.12–7.15
 */
export function cachePreflight(
  params: FetchParams,
  maxAge: number,
  methods: readonly string[],
  headerNames: readonly string[],
): void {
  const { request } = params;
  const { departures } = request.profile;
  if (isCacheOff(request)) return;
  if (request.cacheMode === "no-store" && departures.has("cache-not-stored-for-no-store")) return;
  const expires = params.now + maxAge * 1000;
  if (departures.has("cache-whole-answer")) {
    clearCacheEntries(params);
    storeAsIs(params, methods, headerNames, expires);
    return;
  }
  if (departures.has("cache-exact-tokens")) {
    if (maxAge > 0) storeAsIs(params, methods, headerNames, expires);
    return;
  }
  // 12–13. For each method in methods.
  for (const method of methods) {
    const matches = (entry: PreflightCacheEntry): boolean => entry.method === method || entry.method === "*";
    store(params, matches, { method, headerName: null, expires });
  }
  // 14–15. For each headerName in headerNames.
  for (const headerName of headerNames) {
    const matches = (entry: PreflightCacheEntry): boolean => coversHeaderName(entry, headerName);
    store(params, matches, { method: null, headerName, expires });
  }
}

/** https://fetch.spec.whatwg.org/#concept-cache-clear */
export function clearCacheEntries(params: FetchParams): void {
  const origin = cacheOrigin(params.request);
  const url = currentUrl(params.request).href;
  // Main fetch clears once for every redirect on the way back; what is cleared already is not cleared again.
  const last = params.trace.preflightCacheChanges.at(-1);
  if (last?.change === "clear" && last.origin === origin && last.url === url) return;
  change(params, [{ change: "clear", origin, url }]);
}

/** What the engines do: the answer as it came, each of its methods and names. */
function storeAsIs(
  params: FetchParams,
  methods: readonly string[],
  headerNames: readonly string[],
  expires: number,
): void {
  const { request } = params;
  const key = {
    origin: cacheOrigin(request),
    url: currentUrl(request).href,
    credentials: request.credentialsMode === "include",
    expires,
  };
  const entries: PreflightCacheEntry[] = [
    ...[...new Set(methods)].map((method) => ({ ...key, method, headerName: null })),
    ...[...new Set(headerNames)].map((headerName) => ({ ...key, method: null, headerName })),
  ];
  if (entries.length === 0) entries.push({ ...key, method: null, headerName: null });
  change(
    params,
    entries.map((entry) => ({ change: "add", entry })),
  );
}

function store(
  params: FetchParams,
  matches: (entry: PreflightCacheEntry) => boolean,
  granted: Pick<PreflightCacheEntry, "method" | "headerName" | "expires">,
): void {
  const { request, preflightCache, now } = params;
  const matching = preflightCache.filter((entry) => matches(entry) && isCacheEntryMatch(entry, request, now));
  if (matching.length > 0) {
    change(
      params,
      matching.map((entry) => ({ change: "add", entry: { ...entry, expires: granted.expires } })),
    );
    return;
  }
  // Create a new cache entry. https://fetch.spec.whatwg.org/#concept-cache-create-entry
  const entry: PreflightCacheEntry = {
    origin: serializeRequestOrigin(request),
    url: currentUrl(request).href,
    credentials: request.credentialsMode === "include",
    ...granted,
  };
  change(params, [{ change: "add", entry }]);
}

function change(params: FetchParams, changes: readonly PreflightCacheChange[]): void {
  params.trace.preflightCacheChanges.push(...changes);
  params.preflightCache = applyPreflightCacheChanges(params.preflightCache, changes);
}

/** https://fetch.spec.whatwg.org/#concept-cache-match. An entry is removed when its max-age has passed. */
function isCacheEntryMatch(entry: PreflightCacheEntry, request: FetchRequest, now: number): boolean {
  return (
    entry.expires > now &&
    entry.url === currentUrl(request).href &&
    entry.origin === serializeRequestOrigin(request) &&
    (entry.credentials || request.credentialsMode !== "include")
  );
}

function coversHeaderName(entry: PreflightCacheEntry, headerName: string): boolean {
  if (entry.headerName === null) return false;
  if (entry.headerName === "*") return !isCorsNonWildcardRequestHeaderName(headerName);
  return entry.headerName.toLowerCase() === headerName.toLowerCase();
}

function isSameKey(a: PreflightCacheEntry, b: PreflightCacheEntry): boolean {
  return (
    a.origin === b.origin &&
    a.url === b.url &&
    a.credentials === b.credentials &&
    a.method === b.method &&
    a.headerName === b.headerName
  );
}
