import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import { isCorsNonWildcardRequestHeaderName } from "./cors-non-wildcard-request-header-name.ts";
import { type FetchOutcome, type FetchResponse, networkError, specStep } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl, type FetchRequest, includesCredentials, isSameOrigin } from "./fetch-request.ts";
import { locationDetails, locationUrl } from "./location-url.ts";
import { mainFetch } from "./main-fetch.ts";
import { parseReferrerPolicy } from "./parse-referrer-policy.ts";
import { namesUnsafeOnCrossing } from "./unsafe-names-of.ts";

const anchor = "#concept-http-redirect-fetch";
const step5 = specStep("HTTP-redirect fetch, step 5", anchor);
const step6 = specStep("HTTP-redirect fetch, step 6", anchor);
const step7 = specStep("HTTP-redirect fetch, step 7", anchor);
const step9 = specStep("HTTP-redirect fetch, step 9", anchor);
const step10 = specStep("HTTP-redirect fetch, step 10", anchor);
const step11 = specStep("HTTP-redirect fetch, step 11", anchor);

/** https://fetch.spec.whatwg.org/#request-body-header-name, lower case */
const requestBodyHeaderNames: readonly string[] = [
  "content-encoding",
  "content-language",
  "content-location",
  "content-type",
];

/**
 * Follows one redirect.
 *
 * https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
 */
export function* httpRedirectFetch(
  params: FetchParams,
  redirect: FetchResponse,
): Generator<HttpRequest, FetchOutcome, NetworkAnswer> {
  const { request } = params;
  const { status, headers } = redirect.response;
  const { departures } = request.profile;

  // 3. Let locationURL be internalResponse's location URL given request's current URL's fragment.
  const location = locationUrl(redirect.response, currentUrl(request), request.profile);

  // 4. If locationURL is null, then return response.
  if (location === null) return redirect;

  // 5. If locationURL is failure, then return a network error.
  if (location === "failure") {
    return networkError(request, "redirect-location-invalid", step5, locationDetails(redirect.response));
  }

  // 6. If locationURL's scheme is not an HTTP(S) scheme, then return a network error.
  if (location.protocol !== "http:" && location.protocol !== "https:") {
    const isSchemeNamed = departures.has("redirect-scheme-unsupported") && !unsafeSchemes.has(location.protocol);
    const reason = isSchemeNamed && request.mode === "cors" ? "scheme" : "redirect-denied";
    return networkError(request, reason, step6, { location: location.href, scheme: location.protocol.slice(0, -1) });
  }

  // 7. If request's redirect count is 20, then return a network error.
  if (request.redirectCount === 20) return networkError(request, "redirect-loop", step7, { location: location.href });

  // 8. Increase request's redirect count by 1.
  request.redirectCount++;

  // 9. If request's mode is "cors", locationURL includes credentials, and request's origin is not same origin with
  // locationURL's origin, then return a network error.
  if (request.mode === "cors" && includesCredentials(location) && !isSameOrigin(location, request.origin)) {
    return networkError(request, "redirect-userinfo", step9, { location: location.href });
  }

  if (includesCredentials(location) && departures.has("redirect-userinfo-always")) {
    return networkError(request, "redirect-userinfo", step9, { location: location.href });
  }

  // 10. If request's response tainting is "cors" and locationURL includes credentials, then return a network error.
  if (request.responseTainting === "cors" && includesCredentials(location)) {
    return networkError(request, "redirect-userinfo", step10, { location: location.href });
  }

  // 11. If internalResponse's status is not 303, request's body is non-null, and request's body's source is null, then
  // return a network error: a stream cannot be read twice.
  if (status !== 303 && request.hasStreamBody && request.hasBody) {
    return networkError(request, "redirect-stream-body", step11, { location: location.href });
  }

  request.namesDroppedHere = [];
  // 12. Some redirects turn the request into a GET.
  if (becomesGet(status, request, location)) {
    // 12.1. Set request's method to `GET` (and request's body to null).
    request.method = "GET";
    request.hasBody = false;
    request.becameGet = true;
    request.methodChanged = true;
    // 12.2. For each headerName of request-body-header name, delete headerName from request's header list.
    deleteHeaders(request, (name) => requestBodyHeaderNames.includes(name));
  }

  request.becameGet &&= currentUrl(request).origin === location.origin;

  // 13. If request's current URL's origin is not same origin with locationURL's origin, then delete each CORS
  // non-wildcard request-header name from request's header list.
  if (currentUrl(request).origin !== location.origin) deleteHeaders(request, isCorsNonWildcardRequestHeaderName);

  // 18. Append locationURL to request's URL list.
  request.urlList.push(location);

  // 19. Invoke set request's referrer policy on redirect. https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect
  request.referrerPolicy = parseReferrerPolicy(headers) ?? request.referrerPolicy;

  // 22. Return the result of running main fetch given fetchParams and recursive.
  return yield* mainFetch(params);
}

/** What Chromium's network stack refuses to be redirected to; its CORS code speaks about every other scheme. */
const unsafeSchemes: ReadonlySet<string> = new Set(["about:", "blob:", "data:", "file:", "filesystem:"]);

function becomesGet(status: number, request: FetchRequest, location: URL): boolean {
  const { method } = request;
  if (request.profile.departures.has("redirect-delete-becomes-get") && method === "DELETE") {
    if (currentUrl(request).origin !== location.origin) return true;
  }
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

function deleteHeaders(request: FetchRequest, isDeleted: (lowercasedName: string) => boolean): void {
  request.headerList = request.headerList.filter(([name]) => !isDeleted(name.toLowerCase()));
  if (request.profile.departures.has("redirect-drops-unsafe-names") && !namesUnsafeOnCrossing(request)) {
    request.namesDroppedHere = [...request.namesDroppedHere, ...request.unsafeNames.filter(isDeleted)];
  }
}
