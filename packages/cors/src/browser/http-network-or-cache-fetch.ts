import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import { getHeader, type Header } from "../http/header-list.ts";
import { type FetchOutcome, networkError, notModelled, specStep } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl, type FetchRequest, hopOf, includesCredentials, isSameOrigin } from "./fetch-request.ts";
import { httpCacheMatch } from "./http-cache-match.ts";
import { httpNetworkFetch } from "./http-network-fetch.ts";
import { requestOriginHeader } from "./request-origin-header.ts";

const anchor = "#concept-http-network-or-cache-fetch";
const onlyIfCached = specStep("HTTP-network-or-cache fetch, step 11.1", anchor);
const authentication = specStep("HTTP-network-or-cache fetch, step 15 (ask the user for a password)", anchor);
const proxyAuthentication = specStep(
  "HTTP-network-or-cache fetch, step 16 (ask the user for the proxy’s password)",
  anchor,
);

/**
 * Completes a request's headers and sends it.
 *
 * NOTE: nothing is stored in the HTTP cache, and no request is made conditional: what is in there, and fresh, is for the
 * caller to say. Of the headers that the user agent adds, only those are that CORS is about: `Accept`, `Origin`, `Cookie`. The rest (`Host`,
 * `User-Agent`, `Referer`, `Accept-Encoding`, `Content-Length`, `Sec-Fetch-*` …) is left to who sends the request.
 *
 * https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
 */
export function* httpNetworkOrCacheFetch(
  params: FetchParams,
  isNewConnectionFetch = false,
): Generator<HttpRequest, FetchOutcome, NetworkAnswer> {
  const { request } = params;

  // 8.3. Let includeCredentials be true if request's credentials mode is "include", or is "same-origin" and request's
  // response tainting is "basic". (8.4. The page's embedder policy is "unsafe-none", which changes nothing.)
  const includeCredentials =
    (request.credentialsMode === "include" && !dropsCredentials(request)) ||
    (request.credentialsMode === "same-origin" && (request.responseTainting === "basic" || keepsCredentials(request)));

  // 8.2. Let httpRequest be a clone of request: what is added here is gone after a redirect.
  const headers: Header[] = [...request.headerList];
  const url = urlOnTheWire(currentUrl(request));

  // 8.12. Append a request `Origin` header for httpRequest.
  const origin = requestOriginHeader(request, params.registrableDomain);
  if (origin !== null) headers.push(["Origin", origin]);
  params.trace.origins.push(origin);

  // 8.21. If includeCredentials is true, then append a request `Cookie` header. (There are no authentication entries.)
  if (includeCredentials) {
    const cookies = params.cookies(url);
    if (cookies !== null && cookies !== "") headers.push(["Cookie", cookies]);
  }

  // 10.3–10.4. A stored response that is selected, and fresh, is the response.
  const stored = httpCacheMatch(request, url, headers, params.httpCache ?? []);
  if (stored !== null) {
    const storedFor = getHeader(stored.requestHeaders, "origin");
    params.trace.notes.push({ note: "from-http-cache", hop: hopOf(request), url, origin: storedFor });
    return { type: "default", response: stored.response, url: currentUrl(request) };
  }
  // 11.1. If httpRequest's cache mode is "only-if-cached", then return a network error.
  if (request.cacheMode === "only-if-cached" && params.httpCache !== null && !request.isPreflight) {
    return networkError(request, "network", onlyIfCached, {
      why: 'nothing is stored, and the cache mode is "only-if-cached"',
    });
  }
  noteLocalNetwork(params, url);

  // 11.2. Let forwardResponse be the result of running HTTP-network fetch.
  const outcome = yield* httpNetworkFetch(params, { method: request.method, url, headers });
  if (outcome.type !== "default") return outcome;
  const { status } = outcome.response;
  const { departures } = request.profile;

  // 15. Status 401 outside of CORS, with credentials: the user is asked for a password.
  // A user who cancels leaves the page with the 401. (An engine's user is taken to.)
  const asks = !params.promptsAreCancelled && !departures.has("password-dialog-dismissed");
  if (status === 401 && request.responseTainting !== "cors" && includeCredentials && asks) {
    return notModelled(request, authentication);
  }
  // 16. Status 407: the user is asked for the proxy's.
  if (status === 407 && departures.has("proxy-authentication-fails")) {
    return networkError(request, "network", proxyAuthentication, { why: "status 407 from what is no proxy" });
  }
  if (status === 407 && asks) return notModelled(request, proxyAuthentication);
  // 17. Status 421, not over a new connection already, and no body or one that can be sent again.
  if (status === 421 && !isNewConnectionFetch && !request.hasStreamBody) {
    // 17.3. Set response to the result of running HTTP-network-or-cache fetch given fetchParams, …, and true.
    return yield* httpNetworkOrCacheFetch(params, true);
  }

  // 19. Return response.
  return outcome;
}

/** Chromium and WebKit do not look again once a redirect in mode "no-cors" leaves the page's origin. */
function keepsCredentials({ mode, urlList, origin, profile }: FetchRequest): boolean {
  if (mode !== "no-cors" || !profile.departures.has("no-cors-redirect-keeps-credentials")) return false;
  return isSameOrigin(urlList[0], origin);
}

/** WebKit asks for a beacon's redirect with a preflight, and then goes without what it had. */
function dropsCredentials({ entryPoint, mode, urlList, origin, profile, responseTainting }: FetchRequest): boolean {
  if (entryPoint !== "beacon" || mode !== "cors" || responseTainting !== "cors") return false;
  return isSameOrigin(urlList[0], origin) && profile.departures.has("beacon-redirect-drops-credentials");
}

/** Once for a hop: the preflight is where a browser asks. The page's own origin is not asked about. */
function noteLocalNetwork({ request, localNetwork, trace }: FetchParams, url: string): void {
  if (localNetwork === null || isSameOrigin(currentUrl(request), request.origin)) return;
  const addressSpace = localNetwork(url);
  const hop = hopOf(request);
  if (addressSpace === null || trace.notes.some((one) => one.note === "local-network-access" && one.hop === hop))
    return;
  trace.notes.push({ note: "local-network-access", hop, url, addressSpace });
}

/** A URL as far as it is sent: without fragment, user name and password. */
function urlOnTheWire(url: URL): string {
  if (!url.href.includes("#") && !includesCredentials(url)) return url.href;
  const copy = new URL(url);
  copy.hash = "";
  copy.username = "";
  copy.password = "";
  return copy.href;
}
