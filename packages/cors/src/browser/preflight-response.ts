import type { HttpResponse } from "../http/exchange.ts";
import { extractHeaderListValues } from "../http/extract-header-list-values.ts";
import { getHeader, getHeaderValues, type HeaderList } from "../http/header-list.ts";
import { isCorsSafelistedMethod } from "../http/method.ts";
import { accessControlMaxAge } from "./access-control-max-age.ts";
import { corsCheck } from "./cors-check.ts";
import { isCorsNonWildcardRequestHeaderName } from "./cors-non-wildcard-request-header-name.ts";
import { networkError, type SpecStep, specStep } from "./fetch-outcome.ts";
import { currentUrl, type FetchRequest, isSameOrigin } from "./fetch-request.ts";
import { isRedirectStatus } from "./location-url.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";
import type { NetworkError, NetworkErrorReason } from "./verdict.ts";

/** What a preflight's answer allows, and for how many seconds. */
export interface PreflightGrant {
  readonly type: "granted";
  readonly methods: readonly string[];
  readonly headerNames: readonly string[];
  readonly maxAge: number;
}

/** Why a preflight's answer does not let the request out; `grant` is there when it could be read, and grants something else. */
export interface PreflightRefusal {
  readonly type: "refused";
  readonly error: NetworkError;
  readonly grant?: PreflightGrant;
}

/**
 * Whether the answer to a preflight lets the request out.
 *
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7 and 8
 *
 * @param unsafeNames the CORS-unsafe request-header names of the request
 */
export function judgePreflightResponse(
  request: FetchRequest,
  unsafeNames: readonly string[],
  { status, headers }: HttpResponse,
): PreflightGrant | PreflightRefusal {
  const { departures } = request.profile;
  const includesCredentials = request.credentialsMode === "include";
  const fail = (
    reason: NetworkErrorReason,
    step: SpecStep,
    details: Readonly<Record<string, string>>,
  ): PreflightRefusal => ({
    type: "refused",
    error: networkError(request, reason, step, details),
  });

  // 7. If a CORS check for request and response returns success and response's status is an ok status, then:
  // NOTE: both have to hold, and for a redirect the status says more than a CORS header that a redirect rarely has.
  const isOk = status >= 200 && status <= 299;
  const isRedirect = isRedirectStatus(status);
  const failedStatus = isRedirect ? "preflight-redirect" : "preflight-status";
  const statusComesFirst = departures.has("preflight-status-first") || (isRedirect && leadsSomewhere(request, headers));
  if (!isOk && statusComesFirst) return fail(failedStatus, step7, { status: String(status) });
  const check = corsCheck(serializeRequestOrigin({ ...request, isPreflight: true }), request.credentialsMode, headers);
  if (!check.ok && !isUnchecked(request)) return fail(check.reason, check, check.details);
  if (!isOk) {
    const isPlain = isRedirect && departures.has("location-empty-is-none");
    return fail(isPlain ? "preflight-status" : failedStatus, step7, { status: String(status) });
  }

  // 7.1. Let methods be the result of extracting header list values given `Access-Control-Allow-Methods`.
  let methods = extractHeaderListValues(headers, "access-control-allow-methods");
  const receivedMethods = received(getHeader(headers, "access-control-allow-methods"));

  // 7.2. Let headerNames be the result of extracting header list values given `Access-Control-Allow-Headers`.
  const extractedNames = extractHeaderListValues(headers, "access-control-allow-headers");
  const receivedNames = received(getHeader(headers, "access-control-allow-headers"));

  // 7.3. If either methods or headerNames is failure, return a network error.
  if (methods === "failure") return fail("preflight-methods-parse", step73, receivedMethods);
  const namesUnread = extractedNames === "failure";
  if (namesUnread && !departures.has("preflight-methods-before-headers")) {
    return fail("preflight-headers-parse", step73, receivedNames);
  }
  const headerNames = namesUnread ? [] : (extractedNames ?? []);

  // 7.4. If methods is null and request's use-CORS-preflight flag is set, then set methods to request's method.
  if (methods === null) {
    const isGranted = request.useCorsPreflightFlag && !departures.has("upload-method-must-be-listed");
    methods = isGranted ? [request.method] : [];
  }

  // 7.8–7.10. Let max-age be what the response says, 5 by default.
  const maxAge = accessControlMaxAge(headers, request.profile);
  const grant: PreflightGrant = { type: "granted", methods, headerNames, maxAge };

  // 7.5. The method is listed, or safelisted, or covered by `*` without credentials.
  const { method } = request;
  if (!methods.includes(method) && !isCorsSafelistedMethod(method) && (includesCredentials || !methods.includes("*"))) {
    return { ...fail("preflight-method", step75, { method, ...receivedMethods }), grant };
  }

  if (namesUnread) return fail("preflight-headers-parse", step73, receivedNames);

  const listedNames = new Set(headerNames.map((name) => name.toLowerCase()));

  // 7.6. A CORS non-wildcard request-header name is listed: `*` does not cover it.
  const nonWildcard = departures.has("authorization-by-wildcard")
    ? undefined
    : request.headerList.find(([name]) => isCorsNonWildcardRequestHeaderName(name))?.[0];
  if (nonWildcard !== undefined && !listedNames.has(nonWildcard.toLowerCase())) {
    return { ...fail("preflight-header", step76, { header: nonWildcard.toLowerCase(), ...receivedNames }), grant };
  }

  // 7.7. Each unsafeName is listed, or covered by `*` without credentials.
  for (const unsafeName of unsafeNames) {
    if (!listedNames.has(unsafeName) && (includesCredentials || !listedNames.has("*"))) {
      return { ...fail("preflight-header", step77, { header: unsafeName, ...receivedNames }), grant };
    }
  }

  return grant;
}

/** Firefox does not ask the page's own origin, once a redirect is back there. */
function isUnchecked(request: FetchRequest): boolean {
  const { profile, origin } = request;
  return profile.departures.has("preflight-unchecked-at-own-origin") && isSameOrigin(currentUrl(request), origin);
}

/** Where no `Location` is no redirect, a redirect status without one is a status like others. */
function leadsSomewhere({ profile: { departures } }: FetchRequest, headers: HeaderList): boolean {
  if (departures.has("preflight-redirect-after-check")) return false;
  if (!departures.has("location-empty-is-none")) return true;
  return getHeaderValues(headers, "location").some((value) => value !== "");
}

const step7 = specStep("CORS-preflight fetch, step 7", "#cors-preflight-fetch-0");
const step73 = specStep("CORS-preflight fetch, step 7.3", "#cors-preflight-fetch-0");
const step75 = specStep("CORS-preflight fetch, step 7.5", "#cors-preflight-fetch-0");
const step76 = specStep("CORS-preflight fetch, step 7.6", "#cors-preflight-fetch-0");
const step77 = specStep("CORS-preflight fetch, step 7.7", "#cors-preflight-fetch-0");

function received(value: string | null): Readonly<Record<string, string>> {
  return value === null ? {} : { received: value };
}
