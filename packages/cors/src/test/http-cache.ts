import { getHeader, getHeaderValues, type Header, type HeaderList, withoutHeader } from "../http/header-list.ts";

interface StoredResponse {
  readonly url: string;
  /** The request headers that the response varies on, with their values. */
  readonly varied: HeaderList;
  readonly status: number;
  readonly statusText: string;
  headers: HeaderList;
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch at which it stops being fresh. */
  freshUntil: number;
}

export type { StoredResponse };

const maxEntries = 500;
const maxBytes = 8 * 1024 * 1024;

/**
 * The HTTP cache of one page's browser: explicit freshness and validators, no heuristics.
 *
 * https://www.rfc-editor.org/rfc/rfc9111
 */
export class HttpCache {
  #stored: StoredResponse[] = [];

  clear(): void {
    this.#stored = [];
  }

  /** The stored response for a GET with these headers, fresh or not. */
  find(url: string, headers: HeaderList): StoredResponse | null {
    return this.#stored.find((stored) => stored.url === url && isSameVariant(stored, headers)) ?? null;
  }

  /** Keeps a response, if it may be kept and would ever be of use. */
  store(
    url: string,
    requestHeaders: HeaderList,
    response: Omit<StoredResponse, "freshUntil" | "url" | "varied">,
    now: number,
  ): void {
    const freshUntil = freshness(response.headers, now);
    if (freshUntil === null || response.bytes.byteLength > maxBytes) return;
    const names = (getHeader(response.headers, "vary") ?? "").split(",").map((name) => name.trim());
    if (names.includes("*")) return;
    const varied = names.filter(Boolean).map((name): Header => [name, getHeader(requestHeaders, name) ?? ""]);
    const old = this.find(url, requestHeaders);
    this.#stored = this.#stored.filter((stored) => stored !== old);
    this.#stored.push({ ...response, url, varied, freshUntil });
    if (this.#stored.length > maxEntries) this.#stored.shift();
  }

  /** What a 304 says anew. https://www.rfc-editor.org/rfc/rfc9111#section-3.2 */
  freshen(stored: StoredResponse, headers: HeaderList, now: number): void {
    let merged = stored.headers;
    for (const [name] of headers) {
      if (name.toLowerCase() !== "content-length") merged = withoutHeader(merged, name);
    }
    stored.headers = [...merged, ...headers.filter(([name]) => name.toLowerCase() !== "content-length")];
    stored.freshUntil = freshness(stored.headers, now) ?? 0;
  }

  /** https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, step 8.25 */
  validators(stored: StoredResponse): Header[] {
    const etag = getHeader(stored.headers, "etag");
    const lastModified = getHeader(stored.headers, "last-modified");
    const validators: Header[] = [];
    if (etag !== null) validators.push(["If-None-Match", etag]);
    if (lastModified !== null) validators.push(["If-Modified-Since", lastModified]);
    return validators;
  }
}

function isSameVariant({ varied }: StoredResponse, headers: HeaderList): boolean {
  return varied.every(([name, value]) => (getHeader(headers, name) ?? "") === value);
}

/** Until when a response is fresh; null when it may not be kept, or would be of no use. */
function freshness(headers: HeaderList, now: number): number | null {
  const directives = getHeaderValues(headers, "cache-control").join(",").toLowerCase();
  if (/(?:^|[,\s])no-store(?:$|[,\s])/.test(directives)) return null;
  const maxAge = /(?:^|[,\s])max-age="?([0-9]+)/.exec(directives)?.[1];
  const expires = Date.parse(getHeader(headers, "expires") ?? "");
  const age = Number(getHeader(headers, "age") ?? 0) || 0;
  const isNoCache = /(?:^|[,\s])no-cache(?:$|[,\s])/.test(directives);
  if (!isNoCache && maxAge !== undefined) return now + (Number(maxAge) - age) * 1000;
  if (!isNoCache && !Number.isNaN(expires)) return expires;
  const hasValidator = getHeader(headers, "etag") !== null || getHeader(headers, "last-modified") !== null;
  return hasValidator ? now : null;
}
