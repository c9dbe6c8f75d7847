import type { Header } from "../http/header-list.ts";
import { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from "../http/method.ts";
import { parseUrl } from "../http/parse-url.ts";
import { isToken } from "../http/token.ts";
import { isCorsSafelistedRequestHeader } from "./cors-safelisted-request-header.ts";
import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import { type Profile, standardProfile } from "./departures.ts";
import { entryPointDefaults, entryPointNames } from "./entry-point.ts";
import { type FetchRequest, includesCredentials } from "./fetch-request.ts";
import { headersAppend } from "./headers-append.ts";
import type { Page, PageRequest } from "./page-request.ts";
import { referrerPolicies } from "./parse-referrer-policy.ts";
import { namesUnsafeOnCrossing } from "./unsafe-names-of.ts";
import type { ApiError, ApiErrorReason } from "./verdict.ts";

const requestConstructor = "https://fetch.spec.whatwg.org/#dom-request";

/**
 * The request that `fetch(url, init)` makes, or the TypeError that it throws.
 *
 * https://fetch.spec.whatwg.org/#dom-request, and step 12 of https://fetch.spec.whatwg.org/#concept-fetch
 */
export function newRequest(page: Page, init: PageRequest, profile: Profile = standardProfile): FetchRequest | ApiError {
  const defaults = entryPointDefaults(init, profile);
  if (defaults === null) return oneOf("entryPoint", `${init.entryPoint}`, entryPointNames);
  const mode = init.mode ?? modeOf(init, defaults.mode);
  const credentialsMode = init.credentials ?? defaults.credentialsMode;
  const redirectMode = init.redirect ?? "follow";
  const cacheMode = init.cache ?? defaults.cacheMode;
  const referrerPolicy = init.referrerPolicy ?? "strict-origin-when-cross-origin";
  const wrong =
    notOneOf("mode", mode, modes) ??
    notOneOf("credentials", credentialsMode, credentialsModes) ??
    notOneOf("redirect", redirectMode, redirectModes) ??
    notOneOf("cache", cacheMode, cacheModes) ??
    notOneOf("referrerPolicy", referrerPolicy, referrerPolicies);
  if (wrong !== null) return wrong;

  // 5. Parse the URL. NOTE: there is no base URL here, so a relative one is none.
  const { url: input } = init;
  const url = parseUrl(input);
  if (url === null) {
    return apiError(
      "url-invalid",
      `The url ${JSON.stringify(input)} is not an absolute URL. Write "https://host/path".`,
    );
  }
  if (includesCredentials(url) && !defaults.useUrlCredentialsFlag) {
    return apiError(
      "url-credentials",
      `The url ${JSON.stringify(input)} has a user name or password in it. Leave them out, and send an Authorization header.`,
    );
  }

  // If request's cache mode is "only-if-cached" and request's mode is not "same-origin", then throw a TypeError.
  if (cacheMode === "only-if-cached" && mode !== "same-origin") {
    return apiError(
      "option-invalid",
      'cache: "only-if-cached" goes with mode "same-origin" only. Set that, or "force-cache".',
    );
  }

  // 25. The method is a method, not a forbidden one, and normalized.
  const givenMethod = init.method ?? defaults.method;
  if (!isToken(givenMethod)) {
    return apiError(
      "method-invalid",
      `The method ${JSON.stringify(givenMethod)} is not a token such as "GET" or "PUT".`,
    );
  }
  if (isForbiddenMethod(givenMethod)) {
    return apiError(
      "method-forbidden",
      `The method "${givenMethod}" is forbidden: no script may send CONNECT, TRACE or TRACK.`,
    );
  }
  const method = normalizeMethod(givenMethod);

  // 32. In mode "no-cors", the method is a CORS-safelisted one, and the headers are restricted.
  if (mode === "no-cors" && !isCorsSafelistedMethod(method)) {
    return apiError(
      "method-no-cors",
      `The method "${method}" cannot be sent in mode "no-cors", only GET, HEAD and POST. Use mode "cors".`,
    );
  }

  // 33. Fill the headers.
  const headerList: Header[] = [];
  for (const [name, value] of headerEntries(init.headers)) {
    const problem = headersAppend(
      headerList,
      mode === "no-cors" ? "request-no-cors" : "request",
      `${name}`,
      `${value}`,
    );
    if (problem !== null)
      return apiError("header-invalid", problem, "https://fetch.spec.whatwg.org/#concept-headers-append");
  }

  // 35. `GET` and `HEAD` have no body.
  const { departures } = profile;
  const givesStream = init.streamBody ?? false;
  if (givesStream && departures.has("stream-not-supported")) {
    return apiError("stream-not-supported", "WebKit cannot send a stream. Send a string, a Blob or a buffer.");
  }
  const hasStreamBody = givesStream && !departures.has("stream-sent-as-text");
  // XMLHttpRequest leaves such a body out. https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send, step 3
  const isLeftOut = init.entryPoint === "xhr" && (method === "GET" || method === "HEAD");
  const hasBody = !isLeftOut && (givesStream || (init.hasBody ?? false));
  if (hasBody && (method === "GET" || method === "HEAD")) {
    return apiError("body-not-allowed", `A ${method} request cannot have a body. Send none, or use POST.`);
  }

  // 41. A body whose source is null is sent by CORS only, or to the page's own origin.
  if (hasStreamBody && mode === "no-cors") {
    return apiError(
      "body-not-allowed",
      'A stream cannot be sent in mode "no-cors". Send a string, or use mode "cors".',
    );
  }

  // Fetch, step 12. If request's header list does not contain `Accept`, then append (`Accept`, `*/*`) to it.
  // NOTE: `Accept-Language`, which step 14 leaves to the user agent, is not added.
  if (!headerList.some(([name]) => name.toLowerCase() === "accept")) headerList.push(["Accept", defaults.accept]);

  const entryPoint = init.entryPoint ?? "fetch";
  const keepsNames =
    defaults.unsafeRequestFlag &&
    departures.has("redirect-keeps-unsafe-names") &&
    !namesUnsafeOnCrossing({ entryPoint, profile });
  const unsafeNames = keepsNames ? corsUnsafeRequestHeaderNames(headerList, profile) : [];
  const listensToUpload = init.uploadListener ?? false;
  return {
    entryPoint,
    method,
    urlList: [url],
    headerList,
    origin: page.origin,
    topLevelOrigin: page.topLevelOrigin ?? (page.origin === "null" ? "http://127.0.0.1" : page.origin),
    mode,
    credentialsMode,
    redirectMode,
    referrerPolicy,
    firstReferrerPolicy: referrerPolicy,
    cacheMode,
    unsafeRequestFlag: defaults.unsafeRequestFlag,
    useCorsPreflightFlag:
      hasStreamBody || (listensToUpload && (hasBody || !departures.has("upload-listener-needs-body"))),
    hasBody,
    becameGet: false,
    methodChanged: false,
    hasStreamBody,
    profile,
    unsafeNames,
    namesDroppedHere: [],
    alwaysPreflights: unsafeNames.length > 0,
    deferredError: null,
    isPreflight: false,
    redirectCount: 0,
    responseTainting: "basic",
    timingAllowFailed: false,
  };
}

const modes: ReadonlySet<string> = new Set(["cors", "no-cors", "same-origin"]);
const credentialsModes: ReadonlySet<string> = new Set(["omit", "same-origin", "include"]);
const redirectModes: ReadonlySet<string> = new Set(["follow", "error", "manual"]);

const cacheModes: ReadonlySet<string> = new Set([
  "default",
  "no-store",
  "reload",
  "no-cache",
  "force-cache",
  "only-if-cached",
]);

/** A beacon leaves mode "no-cors" for a content type that a form could not send. https://w3c.github.io/beacon/#sec-processing-model */
function modeOf(init: PageRequest, mode: FetchRequest["mode"]): FetchRequest["mode"] {
  if (init.entryPoint !== "beacon") return mode;
  for (const [name, value] of headerEntries(init.headers)) {
    if (name.toLowerCase() === "content-type" && !isCorsSafelistedRequestHeader(name, value)) return "cors";
  }
  return mode;
}

/** The check that Web IDL makes of an enumeration: callers without types can pass anything. */
function notOneOf(option: string, value: string, values: ReadonlySet<string>): ApiError | null {
  return values.has(value) ? null : oneOf(option, value, values);
}

function oneOf(option: string, value: string, values: Iterable<string>): ApiError {
  const list = [...values].map((candidate) => `"${candidate}"`).join(", ");
  return apiError("option-invalid", `${option}: ${JSON.stringify(value)} is not one of ${list}.`);
}

function apiError(reason: ApiErrorReason, message: string, spec: string = requestConstructor): ApiError {
  return { type: "API error", reason, message, spec };
}

/** Pairs, or anything that iterates over them (a Headers object, a Map), or a record. */
function headerEntries(headers: PageRequest["headers"]): Iterable<readonly [string, string]> {
  if (headers === undefined || headers === null) return [];
  return Symbol.iterator in headers ? (headers as Iterable<readonly [string, string]>) : Object.entries(headers);
}
