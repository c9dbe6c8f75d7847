import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import { isCorsSafelistedMethod } from "../http/method.ts";
import { corsCheck } from "./cors-check.ts";
import { headerNameCacheEntryMatch, methodCacheEntryMatch } from "./cors-preflight-cache.ts";
import { corsPreflightFetch } from "./cors-preflight-fetch.ts";
import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import { crossOriginResourcePolicyCheck } from "./cross-origin-resource-policy-check.ts";
import { type FetchOutcome, networkError, notModelled, specStep } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { httpNetworkOrCacheFetch } from "./http-network-or-cache-fetch.ts";
import { httpRedirectFetch } from "./http-redirect-fetch.ts";
import { isRedirectStatus } from "./location-url.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";
import type { PreflightCause } from "./verdict.ts";

const resourcePolicy = specStep("HTTP fetch, step 5 (Cross-Origin-Resource-Policy)", "#concept-http-fetch");
const sameSite = specStep(
  "HTTP fetch, step 5 (Cross-Origin-Resource-Policy: same-site needs the public suffix list)",
  "#concept-http-fetch",
);
const redirectError = specStep("HTTP fetch, step 6.2", "#concept-http-fetch");

/**
 * Preflight, request, CORS check, redirect.
 *
 * NOTE: there are no service workers (step 3), and no timing to keep from the page (step 4.5).
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

  // 4.3. Set response to the result of running HTTP-network-or-cache fetch given fetchParams.
  const outcome = yield* httpNetworkOrCacheFetch(params);
  if (outcome.type !== "default") return outcome;

  // 4.4. If request's response tainting is "cors" and a CORS check returns failure, then return a network error.
  if (request.responseTainting === "cors") {
    const check = corsCheck(serializeRequestOrigin(request), request.credentialsMode, outcome.response.headers);
    if (!check.ok) return networkError(request, check.reason, check, check.details);
  }

  // 5. If request's response tainting is "opaque" and the cross-origin resource policy check returns blocked, then
  // return a network error.
  if (request.responseTainting === "opaque") {
    const policy = crossOriginResourcePolicyCheck(request, outcome);
    if (policy === "blocked") return networkError(request, "cross-origin-resource-policy", resourcePolicy);
    if (policy === "unknown") return notModelled(request, sameSite);
  }

  // 6. If internalResponse's status is a redirect status, then switch on request's redirect mode:
  if (isRedirectStatus(outcome.response.status)) {
    switch (request.redirectMode) {
      case "error":
        return networkError(request, "redirect-mode-error", redirectError, { status: String(outcome.response.status) });
      case "manual":
        return { ...outcome, type: "opaqueredirect" };
      case "follow":
        return yield* httpRedirectFetch(params, outcome);
    }
  }

  // 7. Return response.
  return outcome;
}

/** What of a request the CORS-preflight cache does not cover; empty when no preflight is needed. */
function preflightCauses(params: FetchParams): PreflightCause[] {
  const { request } = params;
  const causes: PreflightCause[] = [];

  // There is no method cache entry match for request's method, and either it is not a CORS-safelisted method or
  // request's use-CORS-preflight flag is set.
  const isUnsafeMethod = !isCorsSafelistedMethod(request.method);
  if ((isUnsafeMethod || request.useCorsPreflightFlag) && !methodCacheEntryMatch(params, request.method)) {
    if (isUnsafeMethod) causes.push({ cause: "method", method: request.method });
    if (request.useCorsPreflightFlag) causes.push({ cause: "upload-listener" });
  }

  // There is at least one item in the CORS-unsafe request-header names for which there is no header-name cache entry
  // match.
  for (const name of corsUnsafeRequestHeaderNames(request.headerList)) {
    if (!headerNameCacheEntryMatch(params, name)) causes.push({ cause: "header", name });
  }
  return causes;
}
