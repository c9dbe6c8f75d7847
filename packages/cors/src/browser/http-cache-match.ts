import { getHeader, getHeaderValues, type HeaderList } from "../http/header-list.ts";
import { varyMembers } from "../http/vary.ts";
import type { FetchRequest } from "./fetch-request.ts";
import type { CachedResponse } from "./verdict.ts";

/**
 * The stored response that answers a request in the network's place, null when none does. All that are stored count as
 * fresh: a browser would ask the server about another one. Only GET is stored.
 *
 * https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, steps 8.17 and 10.3;
 * https://www.rfc-editor.org/rfc/rfc9111#section-4.1
 */
export function httpCacheMatch(
  { method, cacheMode }: FetchRequest,
  url: string,
  headers: HeaderList,
  stored: readonly CachedResponse[],
): CachedResponse | null {
  if (stored.length === 0 || method !== "GET" || bypassing.has(cacheMode)) return null;
  if (cacheMode === "default" && conditional.some((name) => getHeader(headers, name) !== null)) return null;
  let match: CachedResponse | null = null;
  for (const candidate of stored) if (candidate.url === url && isSelected(candidate, headers)) match = candidate;
  return match;
}

/** The header fields that `Vary` names are the same in both requests. Without `Vary: Origin`, who asked is not. */
function isSelected({ requestHeaders, response }: CachedResponse, headers: HeaderList): boolean {
  return varyMembers(getHeaderValues(response.headers, "vary")).every(
    (name) => name !== "*" && getHeader(requestHeaders, name) === getHeader(headers, name),
  );
}

const bypassing: ReadonlySet<string> = new Set(["no-store", "reload", "no-cache"]);
const conditional = ["if-modified-since", "if-none-match", "if-unmodified-since", "if-match", "if-range"] as const;
