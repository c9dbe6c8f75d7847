import { type FetchRequest, isSameOrigin } from "./fetch-request.ts";

/**
 * What `Origin` says, and what `Access-Control-Allow-Origin` is compared with.
 *
 * https://fetch.spec.whatwg.org/#byte-serializing-a-request-origin
 */
export function serializeRequestOrigin(request: FetchRequest): string {
  if (request.isPreflight && request.profile.departures.has("preflight-origin-untainted")) return request.origin;
  const origin = originTold(request);
  // 2. If request's redirect-taint is not "same-origin", then return "null".
  if (isRedirectTainted(request.urlList, origin)) return "null";
  // 3. Return request's origin, serialized.
  return origin;
}

/** WebKit takes the origin of a beacon from its referrer, and a sandboxed frame's is the page's around it. */
function originTold({ origin, topLevelOrigin, entryPoint, mode, profile, urlList }: FetchRequest): string {
  if (origin !== "null" || entryPoint !== "beacon" || mode !== "no-cors") return origin;
  const hasLeft = urlList.some((url) => url.origin !== urlList[0].origin);
  return !hasLeft && profile.departures.has("beacon-origin-of-referrer") ? topLevelOrigin : origin;
}

/**
 * Whether the redirect-taint is other than "same-origin": one foreign origin sent the request on to another one, which
 * must not be told who asked the first. (Whether it is "same-site" or "cross-site" makes no difference to CORS.)
 *
 * https://fetch.spec.whatwg.org/#concept-request-tainted-origin
 */
function isRedirectTainted(urlList: readonly URL[], origin: string): boolean {
  let lastUrl: URL | null = null;
  // 4. For each url of request's URL list:
  for (const url of urlList) {
    // 4.3. If url's origin is not same origin with lastURL's origin and request's origin is not same origin with
    // lastURL's origin, then the request is tainted.
    if (lastUrl !== null && url.origin !== lastUrl.origin && !isSameOrigin(lastUrl, origin)) return true;
    // 4.4. Set lastURL to url.
    lastUrl = url;
  }
  return false;
}
