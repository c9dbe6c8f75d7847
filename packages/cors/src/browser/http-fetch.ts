import type { HttpRequest, HttpResponse, NetworkAnswer } from "../http/exchange.ts";
import { getHeaderValues } from "../http/header-list.ts";
import { isCorsSafelistedMethod } from "../http/method.ts";
import { corsCheck } from "./cors-check.ts";
import { clearCacheEntries, headerNameCacheEntryMatch, methodCacheEntryMatch } from "./cors-preflight-cache.ts";
import { corsPreflightFetch } from "./cors-preflight-fetch.ts";
import { crossOriginResourcePolicyCheck } from "./cross-origin-resource-policy-check.ts";
import { type FetchOutcome, networkError, notModelled, specStep } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl, type FetchRequest, includesCredentials, isSameOrigin } from "./fetch-request.ts";
import { httpNetworkOrCacheFetch } from "./http-network-or-cache-fetch.ts";
import { httpRedirectFetch } from "./http-redirect-fetch.ts";
import { isRedirectStatus, locationDetails, locationUrl } from "./location-url.ts";
import { exactTokensCover, isCacheBypassed, isCacheOff, wholeAnswerCovers } from "./preflight-cache-departures.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";
import { taoCheck } from "./tao-check.ts";
import { unsafeNamesOf } from "./unsafe-names-of.ts";
import type { PreflightCause } from "./verdict.ts";

const resourcePolicy = specStep("HTTP fetch, step 5 (Cross-Origin-Resource-Policy)", "#concept-http-fetch");
const sameSite = specStep(
  "HTTP fetch, step 5 (Cross-Origin-Resource-Policy: same-site needs the public suffix list)",
  "#concept-http-fetch",
);
const redirectLocation = specStep("HTTP-redirect fetch, step 5", "#concept-http-redirect-fetch");
const redirectError = specStep("HTTP fetch, step 6.2", "#concept-http-fetch");

/**
 * Preflight, request, CORS check, redirect.
 *
 * NOTE: there are no service workers (step 3).
 *
 * https://fetch.spec.whatwg.org/#concept-http-fetch
 */
export function* httpFetch(
  params: FetchParams,
  makeCorsPreflight: boolean,
): Generator<HttpRequest, FetchOutcome, NetworkAnswer> {
  const { request } = params;

  // 4.1. If makeCORSPreflight is true and something is neither safelisted nor in the CORS-preflight cache, then:
  if (makeCorsPreflight) {
    const because = preflightCauses(params);
    if (because.length > 0) {
      // 4.1.1. Let preflightResponse be the result of running CORS-preflight fetch given request.
      const preflightResponse = yield* corsPreflightFetch(params, because);
      // 4.1.2. If preflightResponse is a network error, then return preflightResponse.
      if (preflightResponse.type !== "default") return preflightResponse;
    }
  }

  if (request.deferredError !== null) return request.deferredError;

  // 4.3. Set response to the result of running HTTP-network-or-cache fetch given fetchParams.
  const outcome = yield* httpNetworkOrCacheFetch(params);
  if (outcome.type !== "default") return outcome;

  if (request.profile.departures.has("location-checked-first")) {
    const location = locationUrl(outcome.response, currentUrl(request), request.profile);
    if (location === "failure") {
      return networkError(request, "redirect-location-invalid", redirectLocation, locationDetails(outcome.response));
    }
  }

  // 4.4. If request's response tainting is "cors" and a CORS check returns failure, then return a network error.
  if (request.responseTainting === "cors") {
    const credentialsMode = credentialsModeChecked(request, outcome.response.status);
    const check = corsCheck(serializeRequestOrigin(request), credentialsMode, outcome.response.headers);
    if (!check.ok) return networkError(request, check.reason, check, check.details);
    if (isCheckedAgain(request, outcome.response.status)) {
      const again = corsCheck(serializeRequestOrigin(request), "include", outcome.response.headers);
      if (!again.ok) request.deferredError = networkError(request, again.reason, again, again.details);
    }
  }

  // 4.5. If the TAO check for request and response returns failure, then set request's timing allow failed flag.
  if (!taoCheck(request, outcome.response.headers)) request.timingAllowFailed = true;

  // 5. If request's response tainting is "opaque" and the cross-origin resource policy check returns blocked, then
  // return a network error.
  if (request.responseTainting === "opaque") {
    const policy = crossOriginResourcePolicyCheck(request, outcome, params.registrableDomain);
    if (policy === "blocked") return networkError(request, "cross-origin-resource-policy", resourcePolicy);
    if (policy === "unknown") return notModelled(request, sameSite);
  }

  // 6. If internalResponse's status is a redirect status, then switch on request's redirect mode:
  if (isRedirectStatus(outcome.response.status) && !isNoRedirect(request, outcome.response)) {
    switch (request.redirectMode) {
      case "error":
        if (leadsToUserinfo(request, outcome.response)) {
          return networkError(request, "redirect-userinfo", redirectError, locationDetails(outcome.response));
        }
        return networkError(request, "redirect-mode-error", redirectError, { status: String(outcome.response.status) });
      case "manual":
        if (request.profile.departures.has("redirect-to-ftp-fails") && leadsToFtp(request, outcome.response)) {
          return networkError(request, "redirect-denied", redirectError, locationDetails(outcome.response));
        }
        return { ...outcome, type: "opaqueredirect" };
      case "follow":
        return yield* httpRedirectFetch(params, outcome);
    }
  }

  // 7. Return response.
  return outcome;
}

/** Chromium and WebKit see no redirect where there is no `Location`; a page that handles redirects itself is told of one. */
function isNoRedirect({ profile, urlList, redirectMode }: FetchRequest, response: HttpResponse): boolean {
  const { departures } = profile;
  if (redirectMode === "error" && departures.has("location-empty-is-none-for-error")) {
    return getHeaderValues(response.headers, "location").every((value) => value === "");
  }
  if (redirectMode === "manual" || !departures.has("location-empty-is-none")) return false;
  return locationUrl(response, urlList.at(-1) as URL, profile) === null;
}

/** Chromium looks for a user name in a redirect before it looks at the redirect mode. */
function leadsToUserinfo(request: FetchRequest, response: HttpResponse): boolean {
  if (request.mode !== "cors" || !request.profile.departures.has("redirect-userinfo-always")) return false;
  const location = locationUrl(response, currentUrl(request), request.profile);
  return location !== null && location !== "failure" && includesCredentials(location);
}

/** WebKit has its FTP disabled before it looks at the redirect mode. */
function leadsToFtp(request: FetchRequest, response: HttpResponse): boolean {
  const location = locationUrl(response, currentUrl(request), request.profile);
  return location !== null && location !== "failure" && location.protocol === "ftp:";
}

/** The credentials mode that the CORS check sees: the request's, but for one mistake of WebKit's. */
function credentialsModeChecked(request: FetchRequest, status: number): FetchRequest["credentialsMode"] {
  return isTakenForInclude(request, status) && !request.alwaysPreflights ? "include" : request.credentialsMode;
}

/** Of a request with preflights, the mistake shows after the next hop's. */
function isCheckedAgain(request: FetchRequest, status: number): boolean {
  return isTakenForInclude(request, status) && request.alwaysPreflights && request.redirectMode === "follow";
}

function isTakenForInclude({ profile, credentialsMode, urlList, origin }: FetchRequest, status: number): boolean {
  if (credentialsMode !== "same-origin" || !profile.departures.has("cross-origin-redirect-with-credentials"))
    return false;
  return isSameOrigin(urlList[0], origin) && isRedirectStatus(status);
}

/** What of a request the CORS-preflight cache does not cover; empty when no preflight is needed. */
function preflightCauses(params: FetchParams): PreflightCause[] {
  const { request } = params;
  const unsafeNames = unsafeNamesOf(request);
  const isUnsafeMethod = !isCorsSafelistedMethod(request.method);
  const covered = engineCacheCovers(params, unsafeNames);
  if (covered === true) return [];
  const causes: PreflightCause[] = [];

  // There is no method cache entry match for request's method, and either it is not a CORS-safelisted method or
  // request's use-CORS-preflight flag is set.
  if (isUnsafeMethod || request.useCorsPreflightFlag) {
    if (covered === false || !methodCacheEntryMatch(params, request.method)) {
      if (isUnsafeMethod) causes.push({ cause: "method", method: request.method });
      if (request.useCorsPreflightFlag)
        causes.push({ cause: request.hasStreamBody ? "stream-body" : "upload-listener" });
    }
  }

  // There is at least one item in the CORS-unsafe request-header names for which there is no header-name cache entry
  // match.
  for (const name of unsafeNames) {
    if (covered === false || !headerNameCacheEntryMatch(params, name)) causes.push({ cause: "header", name });
  }
  // An engine that goes on asking after a redirect took away what it asked for.
  if (causes.length === 0 && covered === false) causes.push({ cause: "redirected-after-preflight" });
  return causes;
}

/** Whether the cache of an engine that keeps answers in its own way covers a request; null where it is the standard's. */
function engineCacheCovers(params: FetchParams, unsafeNames: readonly string[]): boolean | null {
  const { request } = params;
  const { departures } = request.profile;
  const isWhole = departures.has("cache-whole-answer");
  if (!isWhole && !departures.has("cache-exact-tokens")) return null;
  if (isCacheOff(request) || isCacheBypassed(request)) return false;
  if (!isWhole) return exactTokensCover(params, unsafeNames);
  if (wholeAnswerCovers(params, unsafeNames)) return true;
  // An answer that has expired or does not suffice is removed.
  if (params.preflightCache.length > 0) clearCacheEntries(params);
  return false;
}
