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
  if (request.method === "GET" || request.method === "HEAD") return null;
  // 4.1. If request's mode is not "cors", then switch on request's referrer policy.
  if (request.mode !== "cors" && isOriginHidden(request)) return "null";
  // 4.2. Append (`Origin`, serializedOrigin) to request's header list.
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
