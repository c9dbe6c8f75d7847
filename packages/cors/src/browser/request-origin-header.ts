import type { RegistrableDomain } from "./fetch-params.ts";
import { currentUrl, type FetchRequest, isSameOrigin } from "./fetch-request.ts";
import { isLoopback } from "./mixed-content.ts";
import type { EntryPoint } from "./page-request.ts";
import { isSameSite } from "./same-site.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";

/**
 * The value of the `Origin` header that a request gets, or null when it gets none: append a request `Origin` header.
 *
 * https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export function requestOriginHeader(
  request: FetchRequest,
  registrableDomain: RegistrableDomain | null = null,
): string | null {
  // 2. Let serializedOrigin be the result of byte-serializing a request origin with request.
  // 3. If request's response tainting is "cors", then append (`Origin`, serializedOrigin).
  if (request.responseTainting === "cors") return serializeRequestOrigin(request);

  // 4. Otherwise, if request's method is neither `GET` nor `HEAD`, then:
  if (request.method === "GET" || request.method === "HEAD") {
    return originForStorageAccess(request, registrableDomain) ?? originOfElement(request) ?? keptOrigin(request);
  }
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

/**
 * Chromium and Firefox tell the site of the page at the top who asks, when a frame of another site does with credentials.
 * Elsewhere a frame has no access to unpartitioned cookies that it could ask for.
 *
 * https://privacycg.github.io/storage-access-headers/
 */
function originForStorageAccess(request: FetchRequest, registrableDomain: RegistrableDomain | null): string | null {
  const { mode, credentialsMode, origin, topLevelOrigin, profile, urlList, methodChanged } = request;
  if (mode !== "no-cors" || credentialsMode !== "include") return null;
  if (!profile.departures.has("origin-sent-with-storage-access")) return null;
  if (origin === topLevelOrigin || topLevelOrigin === "null") return null;
  const [url] = urlList;
  const hasLeft = urlList.some((one) => one.origin !== url.origin);
  const isKept = profile.departures.has("redirect-keeps-storage-access");
  if (isKept ? methodChanged : hasLeft) return null;
  const [top, isSecure] = [new URL(topLevelOrigin), url.protocol === "https:" || isLoopback(url.hostname)];
  if (!isSecure || !isSameSite(top, url, registrableDomain)) return null;
  if (origin !== "null" && isSameSite(new URL(origin), top, registrableDomain)) return null;
  const isHidden = isOriginHidden(request) && !profile.departures.has("no-cors-origin-kept");
  return hasLeft || isHidden ? "null" : serializeRequestOrigin(request);
}

/** Chromium and WebKit say who asks on every request of an element in mode "cors", also to the page's own origin. */
function originOfElement(request: FetchRequest): string | null {
  if (request.mode !== "cors" || !elements.has(request.entryPoint)) return null;
  return request.profile.departures.has("element-tells-own-origin") ? serializeRequestOrigin(request) : null;
}

const elements: ReadonlySet<EntryPoint> = new Set(["img", "script", "module", "link", "font"]);

/** WebKit keeps the header that a POST had, when a redirect within its origin makes it a GET. */
function keptOrigin(request: FetchRequest): string | null {
  if (!request.becameGet || !request.profile.departures.has("redirect-keeps-origin")) return null;
  return serializeRequestOrigin(request);
}

/** Whether the referrer policy turns `Origin` into `null` where the page did not opt into CORS. */
function isOriginHidden(request: FetchRequest): boolean {
  const isFirst = request.profile.departures.has("redirect-policy-not-for-origin");
  switch (isFirst ? request.firstReferrerPolicy : request.referrerPolicy) {
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
