import type { DepartureId } from "./departures.ts";
import type { PageRequest } from "./page-request.ts";

/** A departure as a reader needs it, with the smallest case that shows it. */
export interface DepartureFact {
  /** What the engine does, where the standard does otherwise. */
  readonly what: string;
  /** The code that does it, or where it is discussed. */
  readonly source: string;
  readonly example: DepartureExample;
}

/** What a page at `https://app.example` (or at `page`) asks, one after the other, and what servers answer. */
export interface DepartureExample {
  readonly page?: string;
  readonly steps: readonly PageRequest[];
  /** By method and URL, by URL, or `OPTIONS`; the first there is counts. Each a status and header lines. */
  readonly answers: Readonly<Record<string, readonly [status: number, ...lines: string[]]>>;
}

const chromium = "https://source.chromium.org/chromium/chromium/src/+/main:services/network";
const corsCc = `${chromium}/public/cpp/cors/cors.cc`;
const preflightResult = `${chromium}/public/cpp/cors/preflight_result.cc`;
const preflightCacheCc = `${chromium}/public/cpp/cors/preflight_cache.cc`;
const preflightController = `${chromium}/cors/preflight_controller.cc`;
const corsLoader = `${chromium}/cors/cors_url_loader.cc`;
const net = "https://source.chromium.org/chromium/chromium/src/+/main:net";
const firefox = "https://searchfox.org/mozilla-central/source";
const corsListener = `${firefox}/netwerk/protocol/http/nsCORSListenerProxy.cpp`;
const contentUtils = `${firefox}/dom/base/nsContentUtils.cpp`;
const headerArray = `${firefox}/netwerk/protocol/http/nsHttpHeaderArray.cpp`;
const webkit = "https://github.com/WebKit/WebKit/blob/main/Source";
const loadChecker = `${webkit}/WebKit/NetworkProcess/NetworkLoadChecker.cpp`;
const accessControl = `${webkit}/WebCore/loader/CrossOriginAccessControl.cpp`;
const preflightResultCache = `${webkit}/WebCore/loader/CrossOriginPreflightResultCache.cpp`;
const httpParsers = `${webkit}/WebCore/platform/network/HTTPParsers.cpp`;
const dataTaskSoup = `${webkit}/WebKit/NetworkProcess/soup/NetworkDataTaskSoup.cpp`;

const app = "https://app.example";
const url = "https://api.example/x";
const cdn = "https://cdn.example/y";
const any = "Access-Control-Allow-Origin: *";
const own = `Access-Control-Allow-Origin: ${app}`;
const credentials = "Access-Control-Allow-Credentials: true";
const upload: Partial<PageRequest> = { entryPoint: "xhr", method: "POST", hasBody: true, uploadListener: true };
const put = { url, method: "PUT" };
const granted = [
  204,
  any,
  "Access-Control-Allow-Methods: PUT, DELETE",
  "Access-Control-Allow-Headers: x-a, content-type, authorization, range, accept, accept-language, dpr",
  "Access-Control-Max-Age: 100",
] as const;

/** One simple request with these headers. */
function withHeaders(...headers: readonly (readonly [string, string])[]): DepartureExample {
  return { steps: [{ url, headers }], answers: { OPTIONS: granted, [url]: [200, any] } };
}

function redirected(
  status: number,
  location: string,
  request: Partial<PageRequest> = {},
  more: DepartureExample["answers"] = {},
): DepartureExample {
  return {
    steps: [{ url, ...request }],
    answers: { OPTIONS: granted, [url]: [status, any, `Location: ${location}`], [cdn]: [200, any], ...more },
  };
}

function cached(steps: readonly Partial<PageRequest>[], more: DepartureExample["answers"] = {}): DepartureExample {
  return { steps: steps.map((step) => ({ url, ...step })), answers: { OPTIONS: granted, [url]: [200, any], ...more } };
}

/** The catalogue: one entry for each departure, in the engine table's order. */
// biome-ignore format: a fact is a paragraph
export const departureFacts: Readonly<Record<DepartureId, DepartureFact>> = {
  "authorization-by-wildcard": {
    what: "`Access-Control-Allow-Headers: *` covers Authorization, in requests without credentials. The standard wants it by name; Firefox prints a warning.",
    source: "https://github.com/whatwg/fetch/issues/1919",
    example: { steps: [{ url, headers: { Authorization: "x" } }], answers: { OPTIONS: [204, any, "Access-Control-Allow-Headers: *"], [url]: [200, any] } },
  },
  "upload-method-must-be-listed": {
    what: "With a listener on `upload`, the method must be in Access-Control-Allow-Methods even when that header is absent.",
    source: "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
    example: { steps: [{ url, entryPoint: "xhr", method: "PUT", hasBody: true, uploadListener: true }], answers: { OPTIONS: [204, any], [url]: [200, any] } },
  },
  "range-up-to-int64": { what: "A Range is safelisted only if its numbers are below 2^63 − 1.", source: corsCc, example: withHeaders(["Range", "bytes=0-9223372036854775807"]) },
  "range-up-to-uint64": { what: "A Range is safelisted only if its numbers are below 2^64.", source: "https://github.com/whatwg/fetch/issues/1916", example: withHeaders(["Range", "bytes=0-18446744073709551616"]) },
  "combined-request-headers": { what: "Request headers of one name are joined by `, ` before they are tested against the safelist.", source: corsCc, example: { ...withHeaders(["Content-Type", "text/plain"], ["Content-Type", "text/plain"]) } },
  "client-hints-safelisted": { what: "User-Agent, Save-Data, DPR, Device-Memory, Width, Viewport-Width, Downlink, RTT, ECT and Intervention make no preflight, if their value is one that the browser could send.", source: corsCc, example: withHeaders(["DPR", "1.5"]) },
  "upload-listener-needs-body": { what: "A listener on `upload` makes no preflight when the request has no body.", source: "https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/core/xmlhttprequest/xml_http_request.cc", example: { steps: [{ url, entryPoint: "xhr", method: "POST", uploadListener: true }], answers: { OPTIONS: granted, [url]: [200, any] } } },
  "stream-needs-http2": { what: "A stream as the body fails over HTTP/1.1, after its preflight.", source: `${net}/http/http_stream_parser.cc`, example: { page: "http://app.example", steps: [{ url: "http://api.example/x", method: "POST", streamBody: true }], answers: { OPTIONS: granted, "http://api.example/x": [200, any] } } },
  "same-site-not-for-ip-addresses": { what: "`Cross-Origin-Resource-Policy: same-site` blocks a page from another port of its own IP address.", source: `${chromium}/public/cpp/cross_origin_resource_policy.cc`, example: { page: "http://127.0.0.1:8080", steps: [{ url: "http://127.0.0.1:8081/x", mode: "no-cors" }], answers: { "http://127.0.0.1:8081/x": [200, "Cross-Origin-Resource-Policy: same-site"] } } },
  "redirect-userinfo-always": { what: "A redirect to a URL with a user name or password fails in every mode and within one's own origin.", source: `${corsCc}`, example: { steps: [{ url, mode: "no-cors" }], answers: { [url]: [302, "Location: https://u:p@app.example/y"], [`${app}/y`]: [200] } } },
  "location-empty-is-none": { what: "An empty Location is no redirect: the page gets the 302. A preflight that is answered so fails for its status.", source: `${net}/http/http_response_headers.cc`, example: redirected(302, "") },
  "location-checked-first": { what: "A Location that is no URL fails before the CORS check, and in every redirect mode.", source: `${net}/url_request/url_request_job.cc`, example: redirected(302, "http://[", { redirect: "manual" }) },
  "contradicting-headers-fail": { what: "Two different Location, Content-Length or Content-Disposition headers make the response unusable, whatever its status.", source: `${net}/http/http_stream_parser.cc`, example: { steps: [{ url }], answers: { [url]: [200, any, "Location: /a", "Location: /b"] } } },
  "proxy-authentication-fails": { what: "Status 407 from what is no proxy is a network error.", source: `${net}/http/http_network_transaction.cc`, example: { steps: [{ url }], answers: { [url]: [407, any] } } },
  "password-dialog-dismissed": { what: "Status 401 outside of CORS: the user is taken to dismiss the dialog, if there is one, and the page gets the 401. (By the standard, what follows is up to the user.)", source: "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch", example: { steps: [{ url: `${app}/x` }], answers: { [`${app}/x`]: [401] } } },
  "clear-site-data-hidden": { what: "No script sees Clear-Site-Data.", source: `${chromium}/public/cpp/cors/cors.cc`, example: { steps: [{ url }], answers: { [url]: [200, any, "Access-Control-Expose-Headers: *", 'Clear-Site-Data: "cache"'] } } },
  "no-cors-origin-kept": { what: "A POST in mode \"no-cors\" carries the page's origin whatever the referrer policy is.", source: corsLoader, example: { steps: [{ url, mode: "no-cors", method: "POST", referrerPolicy: "no-referrer" }], answers: { [url]: [200] } } },
  "origin-sent-with-storage-access": { what: "A GET or HEAD in mode \"no-cors\" with credentials carries Origin when it goes from a frame of another site to the site of the page at the top: there the browser says Sec-Fetch-Storage-Access: inactive, and Origin with it.", source: "https://privacycg.github.io/storage-access-headers/", example: { page: "null", steps: [{ url: "http://127.0.0.1:8081/x", mode: "no-cors", credentials: "include" }], answers: { "http://127.0.0.1:8081/x": [200] } } },
  "redirect-keeps-storage-access": { what: "Such an Origin is decided on at the first URL: a redirect to another origin makes it null, and it is sent wherever that leads, unless the redirect made a GET of a POST.", source: "https://privacycg.github.io/storage-access-headers/", example: { page: "null", steps: [{ url: "http://127.0.0.1:8081/x", mode: "no-cors", credentials: "include" }], answers: { "http://127.0.0.1:8081/x": [302, "Location: http://localhost:8081/y"], "http://localhost:8081/y": [200] } } },
  "element-tells-own-origin": { what: "An element in mode \"cors\" (`crossorigin`, a module, a font) sends Origin to the page's own origin as well.", source: "https://github.com/whatwg/fetch/issues/91", example: { steps: [{ url: `${app}/x`, entryPoint: "img", crossOrigin: "anonymous" }], answers: { [`${app}/x`]: [200, "Content-Type: image/svg+xml"] } } },
  "font-without-cors": { what: "A font is loaded in mode \"no-cors\", with credentials. (Seen in WebKitGTK.)", source: `${webkit}/WebCore/css/CSSFontFaceSource.cpp`, example: { steps: [{ url, entryPoint: "font" }], answers: { [url]: [200, "Content-Type: font/woff"] } } },
  "beacon-origin-of-referrer": { what: "A beacon from a sandboxed frame tells the origin of the address that its referrer is from: with `srcdoc`, that of the page around.", source: `${webkit}/WebCore/loader/PingLoader.cpp`, example: { page: "null", steps: [{ url, entryPoint: "beacon" }], answers: { [url]: [200] } } },
  "beacon-redirect-drops-credentials": { what: "A beacon with a content type that makes a preflight goes without credentials, once a redirect has taken it from the page's origin to another.", source: `${webkit}/WebKit/NetworkProcess/PingLoad.cpp`, example: { steps: [{ url: `${app}/x`, entryPoint: "beacon", hasBody: true, headers: { "content-type": "application/json" } }], answers: { OPTIONS: [204, own, credentials, "Access-Control-Allow-Headers: content-type"], [`${app}/x`]: [307, `Location: ${url}`], [url]: [200, own, credentials] } } },
  "beacon-names-on-crossing": { what: "A beacon is looked at for unsafe header names when it first leaves the page's origin, and a redirect takes none of them away.", source: corsListener, example: { steps: [{ url, entryPoint: "beacon", hasBody: true, headers: { "content-type": "application/json" } }], answers: { OPTIONS: [204, own, credentials, "Access-Control-Allow-Headers: content-type"], [url]: [303, own, credentials, `Location: ${cdn}`], [cdn]: [200, own, credentials] } } },
  "single-label-owns-subdomains": { what: "`Cross-Origin-Resource-Policy: same-site` lets a page at a host of one label, such as localhost, load from the hosts below it.", source: `${webkit}/WebCore/loader/CrossOriginAccessControl.cpp`, example: { page: "http://localhost:8080", steps: [{ url: "http://a.localhost:8081/x", mode: "no-cors" }], answers: { "http://a.localhost:8081/x": [200, "Cross-Origin-Resource-Policy: same-site"] } } },
  "timing-origin-untainted": { what: "In mode \"no-cors\", Timing-Allow-Origin is held against the page's origin, also where redirects tainted it.", source: `${webkit}/WebCore/platform/network/ResourceResponseBase.cpp`, example: redirected(302, cdn, { mode: "no-cors" }, { [url]: [302, `Location: ${cdn}`, `Timing-Allow-Origin: ${app}`], [cdn]: [200, `Timing-Allow-Origin: ${app}`] }) },
  "same-site-for-opaque-and-single-label": { what: "`Cross-Origin-Resource-Policy: same-site` lets an opaque origin load from a host of one label, such as localhost: neither has a registrable domain, and nothing is taken to equal nothing.", source: `${chromium}/public/cpp/cross_origin_resource_policy.cc`, example: { page: "null", steps: [{ url: "http://localhost:8081/x", mode: "no-cors" }], answers: { "http://localhost:8081/x": [200, "Cross-Origin-Resource-Policy: same-site"] } } },
  "no-cors-redirect-keeps-credentials": { what: "In mode \"no-cors\" with credentials \"same-origin\", a redirect from the page's own origin to another one takes the credentials along.", source: corsLoader, example: { steps: [{ url: `${app}/x`, mode: "no-cors" }], answers: { [`${app}/x`]: [302, `Location: ${url}`], [url]: [200] } } },
  "preflight-unchecked-at-own-origin": { what: "A preflight that a redirect sent back to the page's own origin does not have to pass the CORS check; the methods and names it lists count.", source: corsListener, example: redirected(302, `${app}/y`, { headers: { "x-a": "1" } }, { [`OPTIONS ${app}/y`]: [204, "Access-Control-Allow-Headers: x-a"], [`${app}/y`]: [200, any] }) },
  "preflight-methods-before-headers": { what: "A method that is not allowed is told before Access-Control-Allow-Headers is parsed.", source: corsListener, example: { steps: [put], answers: { OPTIONS: [204, any, "Access-Control-Allow-Headers: x a"] } } },
  "redirect-to-ftp-fails": { what: "A redirect to an ftp: URL fails with redirect: \"manual\" too.", source: loadChecker, example: redirected(302, "ftp://cdn.example/", { redirect: "manual" }) },
  "response-header-bytes-as-utf8": { what: "Response header bytes that are no UTF-8 reach a script as the bytes of U+FFFD. (WebKitGTK.)", source: dataTaskSoup, example: { steps: [{ url }], answers: { [url]: [200, any, "Access-Control-Expose-Headers: x-a", "X-A: \u00e9"] } } },
  "no-cors-redirect-hides-origin": { what: "A POST in mode \"no-cors\" that is redirected to another origin carries `Origin: null` from there on, also when it came from the page's own.", source: `${net}/url_request/redirect_util.cc`, example: { steps: [{ url: `${app}/x`, mode: "no-cors", method: "POST" }], answers: { [`${app}/x`]: [307, `Location: ${cdn}`], [cdn]: [200] } } },
  "redirect-scheme-unsupported": { what: "A redirect to a scheme that is neither http(s) nor one of the browser's own is told as one to an unsupported scheme.", source: corsLoader, example: redirected(302, "ftp://cdn.example/") },
  "max-age-as-integer": { what: "Access-Control-Max-Age may have a sign: `+60` is 60, a negative number is 0.", source: preflightResult, example: cached([put, put], { OPTIONS: [204, any, "Access-Control-Allow-Methods: PUT", "Access-Control-Max-Age: -1"] }) },
  "max-age-invalid-not-cached": { what: "An Access-Control-Max-Age that is no number keeps the answer out of the cache; by the standard it counts as 5 seconds.", source: corsListener, example: cached([put, put], { OPTIONS: [204, any, "Access-Control-Allow-Methods: PUT", "Access-Control-Max-Age: +60"] }) },
  "cache-whole-answer": { what: "The cache keeps one whole answer for an origin and a URL, and forgets it when it does not suffice.", source: preflightCacheCc, example: cached([upload, upload], { OPTIONS: [204, any, "Access-Control-Max-Age: 100"] }) },
  "cache-exact-tokens": { what: "The cache does not reuse `*` for other names, wants HEAD to be listed, and keeps answers with and without credentials apart.", source: corsListener, example: cached([{ headers: { "x-a": "1" } }, { headers: { "x-b": "1" } }], { OPTIONS: [204, any, "Access-Control-Allow-Headers: *", "Access-Control-Max-Age: 100"] }) },
  "cache-wildcard-not-for-authorization": { what: "A cached `*` does not cover Authorization, although a fresh one does.", source: preflightResult, example: cached([{ headers: { "x-a": "1" } }, { headers: { authorization: "1" } }], { OPTIONS: [204, any, "Access-Control-Allow-Headers: *", "Access-Control-Max-Age: 100"] }) },
  "cache-wildcard-by-request": { what: "Whether a cached `*` counts is decided by the credentials of the request that finds it, not by those of the one that stored it.", source: preflightResultCache, example: cached([{ headers: { "x-a": "1" }, credentials: "include" }, { headers: { "x-b": "1" } }], { OPTIONS: [204, own, credentials, "Access-Control-Allow-Headers: x-a, *", "Access-Control-Max-Age: 100"], [url]: [200, own, credentials] }) },
  "cache-by-page-origin": { what: "Answers are kept under the page's origin also when a redirect made `Origin` null.", source: corsListener, example: { steps: [{ url: cdn, method: "PUT" }, put], answers: { OPTIONS: granted, [url]: [307, any, `Location: ${cdn}`], [cdn]: [200, any] } } },
  "cache-not-stored-for-no-store": { what: "The preflight of a request with cache mode \"no-store\" is not stored.", source: preflightController, example: cached([{ ...put, cache: "no-store" }, put]) },
  "cache-survives-failed-response": { what: "A response that fails the CORS check does not clear the cache.", source: preflightCacheCc, example: { steps: [put, put], answers: { OPTIONS: granted, [url]: [200] } } },
  "cache-survives-failed-preflight": { what: "A preflight that fails does not clear what it had stored.", source: preflightResultCache, example: cached([{ headers: { "x-b": "1" } }, put]) },
  "cache-stores-refused-preflight": { what: "An answer that refuses the method or a header is stored all the same.", source: accessControl, example: cached([{ headers: { "x-b": "1" } }, put]) },
  "cache-mode-bypasses-preflight-cache": { what: "Cache modes \"reload\" and \"no-store\" pass the CORS-preflight cache by.", source: preflightController, example: cached([put, { ...put, cache: "reload" }]) },
  "cache-mode-no-cache-bypasses-preflight-cache": { what: "Cache mode \"no-cache\" passes the CORS-preflight cache by.", source: preflightController, example: cached([put, { ...put, cache: "no-cache" }]) },
  "cache-not-for-opaque-origins": { what: "Nothing is kept for an opaque origin.", source: preflightController, example: { page: "null", ...cached([put, put]) } },
  "request-header-names-repeated": { what: "Access-Control-Request-Headers has a name as often as the script set it.", source: corsListener, example: withHeaders(["x-a", "1"], ["x-a", "2"]) },
  "no-total-size-limit": { what: "Safelisted values may be of any size together.", source: contentUtils, example: withHeaders(...Array.from({ length: 9 }, () => ["Accept-Language", "a".repeat(120)] as const)) },
  "stream-sent-as-text": { what: "A stream as the body is sent as the text `[object ReadableStream]`, without a preflight.", source: "https://bugzilla.mozilla.org/show_bug.cgi?id=1387483", example: { steps: [{ url, method: "POST", streamBody: true }], answers: { OPTIONS: granted, [url]: [200, any] } } },
  "stream-not-supported": { what: "A stream as the body throws a NotSupportedError.", source: `${webkit}/WebCore/Modules/fetch/FetchBody.cpp`, example: { steps: [{ url, method: "POST", streamBody: true }], answers: { OPTIONS: granted, [url]: [200, any] } } },
  "non-ascii-unsafe": { what: "Bytes from 0x80 on are unsafe in Accept and Content-Type.", source: contentUtils, example: withHeaders(["Accept", "\u00e9"]) },
  "content-type-parsed-strictly": { what: "A Content-Type with a comma, or with a semicolon at the end of its parameters, is not safelisted.", source: `${firefox}/netwerk/base/nsURLHelper.cpp`, example: withHeaders(["Content-Type", "text/plain;;"]) },
  "range-unit-any-case": { what: "`Bytes=0-10` is safelisted.", source: httpParsers, example: withHeaders(["Range", "Bytes=0-10"]) },
  "redirect-keeps-unsafe-names": { what: "After a redirect, a preflight asks for the header names that the request started with.", source: loadChecker, example: { steps: [{ url: `${app}/x`, method: "POST", hasBody: true, headers: { "content-type": "application/json" } }], answers: { OPTIONS: granted, [`${app}/x`]: [303, `Location: ${cdn}`], [cdn]: [200, any] } } },
  "redirect-drops-unsafe-names": { what: "… less those that the redirect to this hop took away, which are asked for again on the next; what is left may be none.", source: `${firefox}/netwerk/protocol/http/nsHttpChannel.cpp`, example: redirected(303, cdn, { method: "POST", hasBody: true, headers: { "content-type": "application/json" } }) },
  "redirect-preflights-again": { what: "A request that had a preflight has one on every further hop to another origin, also once it is a simple GET.", source: loadChecker, example: redirected(303, cdn, { method: "PUT" }) },
  "location-tab-escaped": { what: "A tab within Location becomes `%09`; the URL standard takes it out.", source: `${firefox}/netwerk/protocol/http/nsHttpChannel.cpp`, example: redirected(302, "https://api.example/y\tz") },
  "status-101-is-final": { what: "Status 101 is a response.", source: `${firefox}/netwerk/protocol/http/nsHttpTransaction.cpp`, example: { steps: [{ url }], answers: { [url]: [101, any] } } },
  "status-below-100-fails": { what: "A status below 100 is a network error.", source: dataTaskSoup, example: { steps: [{ url }], answers: { [url]: [99, any] } } },
  "preflight-origin-untainted": { what: "A preflight carries the page's origin, and is checked against it, also where the request itself will carry null.", source: corsListener, example: redirected(302, cdn, { headers: { "x-a": "1" } }) },
  "preflight-redirect-after-check": { what: "A preflight that is answered by a redirect fails the CORS check first, if it fails that.", source: corsListener, example: { steps: [put], answers: { OPTIONS: [302, "Location: /y"] } } },
  "preflight-status-first": { what: "A preflight's status is looked at before its CORS headers.", source: accessControl, example: { steps: [put], answers: { OPTIONS: [404] } } },
  "equal-duplicates-are-one": { what: "Two Location headers that are the same are one.", source: headerArray, example: { steps: [{ url }], answers: { [url]: [302, any, "Location: https://api.example/z", "Location: https://api.example/z"], "https://api.example/z": [200, any] } } },
  "empty-duplicate-ignored": { what: "An empty header beside another of its name is as if it were not there.", source: headerArray, example: { steps: [{ url, credentials: "include" }], answers: { [url]: [200, own, credentials, "Access-Control-Allow-Credentials: "] } } },
  "expose-wildcard-despite-invalid": { what: "`Access-Control-Expose-Headers: *, <no token>` exposes everything.", source: "https://searchfox.org/mozilla-central/source/dom/fetch/InternalHeaders.cpp", example: { steps: [{ url }], answers: { [url]: [200, any, "X-A: 1", "Access-Control-Expose-Headers: *, a b"] } } },
  "redirect-delete-becomes-get": { what: "A redirect to another origin turns DELETE into GET, with 307 and 308 too. (Seen in WebKitGTK; Safari has another network stack.)", source: dataTaskSoup, example: redirected(307, cdn, { method: "DELETE" }) },
  "redirect-keeps-origin": { what: "A POST within the page's own origin that a redirect makes a GET keeps its Origin.", source: dataTaskSoup, example: { steps: [{ url: `${app}/x`, method: "POST" }], answers: { [`${app}/x`]: [303, "Location: /y"], [`${app}/y`]: [200] } } },
  "cross-origin-redirect-with-credentials": { what: "With credentials \"same-origin\", once a request has left the page's origin, a further redirect is checked as if it included credentials.", source: loadChecker, example: { steps: [{ url: `${app}/x` }], answers: { [`${app}/x`]: [302, `Location: ${url}`], [url]: [302, any, `Location: ${cdn}`], [cdn]: [200, any] } } },
  "redirect-policy-not-for-origin": { what: "The Referrer-Policy of a redirect has no say in the Origin of a POST in mode \"no-cors\".", source: dataTaskSoup, example: { steps: [{ url: `${app}/x`, mode: "no-cors", method: "POST" }], answers: { [`${app}/x`]: [307, "Location: /y", "Referrer-Policy: no-referrer"], [`${app}/y`]: [200] } } },
  "location-empty-fails": { what: "An empty Location is a network error.", source: loadChecker, example: redirected(302, "") },
  "location-empty-is-none-for-error": { what: "With redirect: \"error\", a redirect status without Location is a response.", source: loadChecker, example: { steps: [{ url, redirect: "error" }], answers: { [url]: [302, any] } } },
  "location-joined": { what: "Several Location headers are one, joined by `, `.", source: dataTaskSoup, example: { steps: [{ url }], answers: { [url]: [302, any, "Location: /y", "Location: /z"], "https://api.example/y,%20/z": [200, any] } } },
};
