import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import { isCorsSafelistedMethod } from "../http/method.ts";
import { isBlockedDueToBadPort } from "./bad-port.ts";
import { clearCacheEntries } from "./cors-preflight-cache.ts";
import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import { type FetchOutcome, networkError, notModelled, specStep } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl, type FetchRequest, isSameOrigin } from "./fetch-request.ts";
import { httpFetch } from "./http-fetch.ts";
import { mayBeMixedContent } from "./mixed-content.ts";
import { schemeFetch } from "./scheme-fetch.ts";
import { namesUnsafeOnCrossing, unsafeNamesOf } from "./unsafe-names-of.ts";
import type { NetworkError } from "./verdict.ts";

const badPort = specStep("main fetch, step 7 (bad port)", "#concept-main-fetch");
const mixedContent = specStep("main fetch, step 7 (mixed content)", "#concept-main-fetch");
const blobOrigin = specStep("main fetch, step 12 (the origin of a blob: URL)", "#concept-main-fetch");
const step12 = specStep("main fetch, step 12", "#concept-main-fetch");

/**
 * Decides how a request goes out: as one of the page's own origin, as an opaque one, or by the CORS protocol. What comes
 * back is not filtered yet: steps 14 and later are done once, by `fetchFromPage`.
 *
 * NOTE: Content Security Policy, upgrades to https (HSTS, upgrade-insecure-requests) and integrity policies are outside
 * this model: it judges a page that has none. https://fetch.spec.whatwg.org/#concept-main-fetch, steps 4–7, 10, 19
 *
 * https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export function* mainFetch(params: FetchParams): Generator<HttpRequest, FetchOutcome, NetworkAnswer> {
  const { request } = params;
  const url = currentUrl(request);

  // 7. If should request be blocked due to a bad port, or as mixed content, then set response to a network error.
  if (isBlockedDueToBadPort(url)) return networkError(request, "bad-port", badPort, { port: url.port });
  if (mayBeMixedContent(request)) return notModelled(request, mixedContent);

  // 12. Run the steps corresponding to the first matching statement:

  // The origin of a blob: URL is that of the page that made it, which the URL does not prove.
  if (url.protocol === "blob:") return notModelled(request, blobOrigin);

  // request's current URL's origin is same origin with request's origin, and its response tainting is "basic", or
  // request's current URL's scheme is "data"
  if ((isSameOrigin(url, request.origin) && request.responseTainting === "basic") || url.protocol === "data:") {
    request.responseTainting = "basic";
    return yield* schemeFetch(params);
  }

  // request's mode is "same-origin"
  if (request.mode === "same-origin") {
    return networkError(request, "mode-same-origin", step12, { url: url.href, expected: request.origin });
  }

  // request's mode is "no-cors"
  if (request.mode === "no-cors") {
    if (request.redirectMode !== "follow") {
      return networkError(request, "redirect-no-cors", step12, { redirect: request.redirectMode });
    }
    request.responseTainting = "opaque";
    return yield* schemeFetch(params);
  }

  // request's current URL's scheme is not an HTTP(S) scheme
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return networkError(request, "scheme", step12, { scheme: url.protocol.slice(0, -1) });
  }

  request.responseTainting = "cors";
  if (namesUnsafeOnCrossing(request) && request.unsafeNames.length === 0) {
    request.unsafeNames = corsUnsafeRequestHeaderNames(request.headerList, request.profile);
  }
  if (!mayNeedCorsPreflight(request)) return yield* httpFetch(params, false);
  if (request.profile.departures.has("redirect-preflights-again")) request.alwaysPreflights = true;

  // Let corsWithPreflightResponse be the result of running HTTP fetch given fetchParams and true.
  const corsWithPreflightResponse = yield* httpFetch(params, true);
  // If corsWithPreflightResponse is a network error, then clear cache entries using request.
  if (corsWithPreflightResponse.type === "network error" && clearsCache(request, corsWithPreflightResponse)) {
    clearCacheEntries(params);
  }
  return corsWithPreflightResponse;
}

/**
 * request's use-CORS-preflight flag is set, or its unsafe-request flag is set and its method is not a CORS-safelisted
 * method or it has CORS-unsafe request-header names.
 */
function mayNeedCorsPreflight(request: FetchRequest): boolean {
  return (
    request.useCorsPreflightFlag ||
    request.alwaysPreflights ||
    (request.unsafeRequestFlag && (!isCorsSafelistedMethod(request.method) || unsafeNamesOf(request).length > 0))
  );
}

/** The standard clears the cache after any network error; some engines keep what the preflight granted. */
function clearsCache({ profile: { departures } }: FetchRequest, { onPreflight }: NetworkError): boolean {
  return !departures.has(onPreflight ? "cache-survives-failed-preflight" : "cache-survives-failed-response");
}
