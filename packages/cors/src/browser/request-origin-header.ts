import { currentUrl, type FetchRequest, isSameOrigin } from "./fetch-request.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";

/**
 * The value of the `Origin` header that a request gets, or null when it gets none: append a request `Origin` header.
 *
 * https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export function requestOriginHeader(request: FetchRequest): string | null {
  // 2. Let serializedOrigin be the result of byte-serializing a request origin with request.
  // 3. If request's response tainting is "cors", then append (`Origin`, serializedOrigin).
  if (request.responseTainting === "cors") return serializeRequestOrigin(request);

  // 4. Otherwise, if request's method is neither `GET` nor `HEAD`, then:
  if (request.method === "GET" || request.method === "HEAD") return opaqueOrigin(request) ?? keptOrigin(request);
  // 4.1. If request's mode is not "cors", then switch on request's referrer policy.
  if (request.mode !== "cors" && isOriginHidden(request) && !request.profile.departures.has("no-cors-origin-kept")) {
    return "null";
  }
  if (request.mode !== "cors" && wasSentElsewhere(request)) return "null";
  // 4.2. Append (`Origin`, serializedOrigin) to request's header list.
  return serializeRequestOrigin(request);
}

/** Chromium tells no other origin where a redirected request came from, where the page did not opt into CORS. */
function wasSentElsewhere({ urlList, profile }: FetchRequest): boolean {
  if (urlList.length < 2 || !profile.departures.has("no-cors-redirect-hides-origin")) return false;
  return urlList.some((url) => url.origin !== urlList[0]?.origin);
}

/** Chromium and Firefox send the null of an opaque origin where credentials go out, whatever the method. */
function opaqueOrigin({ origin, mode, credentialsMode, profile }: FetchRequest): string | null {
  if (origin !== "null" || mode !== "no-cors" || credentialsMode !== "include") return null;
  return profile.departures.has("opaque-origin-sent-with-credentials") ? "null" : null;
}

/** WebKit keeps the header that a POST had, when a redirect within its origin makes it a GET. */
function keptOrigin(request: FetchRequest): string | null {
  if (!request.becameGet || !request.profile.departures.has("redirect-keeps-origin")) return null;
  return serializeRequestOrigin(request);
}

/** Whether the referrer policy turns `Origin` into `null` where the page did not opt into CORS. */
function isOriginHidden(request: FetchRequest): boolean {
  switch (request.referrerPolicy) {
    case "no-referrer":
      return true;
    case "no-referrer-when-downgrade":
    case "strict-origin":
    case "strict-origin-when-cross-origin":
      return request.origin.startsWith("https:") && currentUrl(request).protocol !== "https:";
    case "same-origin":
      return !isSameOrigin(currentUrl(request), request.origin);
    default:
      return false;
  }
}
