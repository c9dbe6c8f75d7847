import type { BrowserEngine } from "./departures.ts";
import type { NetworkErrorReason } from "./verdict.ts";

/** A reason that a console names, of CORS or beside it. Codes are public: never reused or renamed. */
export type MessageReason =
  | NetworkErrorReason
  /** Chromium's Local Network Access: the user did not permit it, or could not be asked. */
  | "lna-permission"
  /** Chromium's Local Network Access: `targetAddressSpace` is not where the resource is. */
  | "lna-space"
  /** Firefox lets `*` cover Authorization, and warns. */
  | "deprecation-authorization-star"
  /** Firefox's setting `content.cors.disable`. */
  | "disabled"
  /** Firefox could not add `Origin`. */
  | "origin-header"
  /** The second line of a pair: the cause is in the other one. */
  | "follow-up"
  /** The exception that the page gets: it never says why. */
  | "generic";

export interface MessagePattern {
  readonly engine: BrowserEngine | "any";
  /** More than one where the text leaves more than one; the likeliest first. */
  readonly reasons: readonly MessageReason[];
  readonly pattern: RegExp;
}

/** Patterns look for what tells a message from others, so that a prefix or an older frame around it does not matter. */
function chromium(reason: MessageReason, pattern: RegExp): MessagePattern {
  return { engine: "chromium", reasons: [reason], pattern };
}

/** Firefox's reasons stand in parentheses; its quotes were straight once. */
function firefox(reasons: MessageReason | readonly MessageReason[], pattern: string): MessagePattern {
  return {
    engine: "firefox",
    reasons: typeof reasons === "string" ? [reasons] : reasons,
    pattern: new RegExp(pattern.replace(/[‘’]/g, "[‘’'\"`]"), "i"),
  };
}

function webkit(reasons: MessageReason | readonly MessageReason[], pattern: RegExp): MessagePattern {
  return { engine: "webkit", reasons: typeof reasons === "string" ? [reasons] : reasons, pattern };
}

/**
 * In this order: what comes first says more. Chromium's first are today's, then those of its versions before 80.
 *
 * https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/loader/cors/cors_error_string.cc
 * https://searchfox.org/mozilla-central/source/dom/locales/en-US/chrome/security/security.properties
 * https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginAccessControl.cpp
 */
// biome-ignore format: one message per line
export const messagePatterns: readonly MessagePattern[] = [
  chromium("acao-missing", /No 'Access-Control-Allow-Origin' header is present on the requested resource/),
  chromium("acao-multiple", /The 'Access-Control-Allow-Origin' header contains multiple values '(?<received>.*?)', but only one is allowed/),
  chromium("acao-invalid", /The 'Access-Control-Allow-Origin' header contains the invalid value '(?<received>.*?)'\./),
  chromium("acao-mismatch", /The 'Access-Control-Allow-Origin' header has a value '(?<received>.*?)' that is not equal to the supplied origin/),
  chromium("acao-star-with-credentials", /The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '\*' when the request's credentials mode is 'include'/),
  chromium("acac-not-true", /The value of the 'Access-Control-Allow-Credentials' header in the response is '(?<received>.*?)' which must be 'true'/),
  chromium("preflight-status", /It does not have HTTP ok status/),
  chromium("preflight-redirect", /Redirect is not allowed for a preflight request/),
  chromium("preflight-methods-parse", /Cannot parse Access-Control-Allow-Methods response header field/),
  chromium("preflight-headers-parse", /Cannot parse Access-Control-Allow-Headers response header field/),
  chromium("preflight-method", /Method (?<method>\S+) is not allowed by Access-Control-Allow-Methods in preflight response/),
  chromium("preflight-header", /Request header field (?<header>\S+) is not allowed by Access-Control-Allow-Headers in preflight response/),
  chromium("redirect-userinfo", /Redirect location '(?<location>.*?)' contains a username and password/),
  chromium("scheme", /Cross origin requests are only supported for protocol schemes: (?<schemes>.*?)\.(?:\s|$)/),
  chromium("scheme", /URL scheme "(?<scheme>.*?)" is not supported/),
  chromium("mode-same-origin", /Cross origin requests are not allowed by request mode/),
  chromium("mode-same-origin", /Request mode is "same-origin" but the URL's origin is not same as the request origin (?<origin>\S+?)\.?$/m),
  chromium("mode-same-origin", /Unsafe attempt to load URL (?<url>\S+) from frame with URL (?<page>\S+?)\. Domains, protocols and ports must match/),
  chromium("redirect-no-cors", /Request mode is "no-cors" but the redirect mode is not "follow"/),
  chromium("lna-permission", /Permission was denied for this request to access the `(?<space>\w+)` address space/),
  chromium("lna-space", /Request had a target IP address space of `(?<target>\w+)` yet the resource is in address space `(?<space>\w+)`/),
  chromium("lna-permission", /The request client is not a secure context and the resource is in more-private address space `(?<space>\w+)`/),
  chromium("acao-star-with-credentials", /A wildcard '\*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true/),
  chromium("acac-not-true", /Credentials flag is '?true'?, but the 'Access-Control-Allow-Credentials' header is '(?<received>.*?)'/),
  chromium("acac-not-true", /The value of the 'Access-Control-Allow-Credentials' header in the response is '(?<received>.*?)'/),
  chromium("preflight-status", /Response for preflight (?:has invalid HTTP status code|does not have HTTP ok status)(?: (?<status>\d+))?/),
  chromium("preflight-status", /Invalid HTTP status code (?<status>\d+)/),
  chromium("preflight-redirect", /Response for preflight is invalid \(redirect\)/),
  chromium("preflight-redirect", /(?:The request was redirected to '(?<location>.*?)', which is disallowed for cross-origin requests that require preflight|Request requires preflight, which is disallowed to follow cross-origin redirect)/),
  chromium("redirect-userinfo", /The request was redirected to a URL \('(?<location>.*?)'\) which (?:contains a username and password|is disallowed)/),
  chromium("redirect-denied", /Redirect location '(?<location>.*?)' has a disallowed scheme for cross-origin requests/),
  chromium("scheme", /Cross origin requests are only supported for protocol schemes: (?<schemes>.*)/),

  // It names what else was wrong with the same answer, too.
  firefox("preflight-redirect", "CORS request external redirect not allowed"),
  firefox("acao-missing", "CORS header ‘Access-Control-Allow-Origin’ missing\\)?(?:\\. Status code: (?<status>\\d+))?"),
  firefox(["acao-mismatch", "acao-invalid", "acao-multiple"], "CORS header ‘Access-Control-Allow-Origin’ does not match ‘(?<received>.*?)’\\)"),
  firefox("acao-multiple", "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed"),
  firefox("acao-star-with-credentials", "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘\\*’"),
  firefox("acac-not-true", "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’"),
  firefox(["preflight-status", "preflight-redirect"], "CORS preflight (?:response|channel) did not succeed\\)?(?:\\. Status code: (?<status>\\d+))?"),
  firefox("preflight-methods-parse", "invalid token ‘(?<received>.*?)’ in CORS header ‘Access-Control-Allow-Methods’"),
  firefox("preflight-headers-parse", "invalid token ‘(?<received>.*?)’ in CORS header ‘Access-Control-Allow-Headers’"),
  firefox("preflight-method", "Did not find method in CORS header ‘Access-Control-Allow-Methods’"),
  firefox("preflight-header", "header ‘(?<header>[^ ]*?)’ is not allowed according to header ‘Access-Control-Allow-Headers’"),
  firefox("preflight-header", "missing token ‘(?<header>.*?)’ in CORS header ‘Access-Control-Allow-Headers’"),
  firefox("scheme", "CORS request not http"),
  firefox("disabled", "Reason: CORS disabled"),
  firefox("origin-header", "CORS header ‘Origin’ cannot be added"),
  firefox("deprecation-authorization-star", "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at ‘?(?<url>\\S+?)’? soon"),
  firefox("mode-same-origin", "Security Error: Content at (?<page>\\S+) may not (?:load data from|load or link to) (?<url>\\S+?)\\.?(?:\\s|$)"),
  firefox("cross-origin-resource-policy", "The resource at [“\"](?<url>[^”\"]+)[”\"] was blocked due to its Cross-Origin-Resource-Policy header"),
  firefox("network", "CORS request (?:did not succeed|failed)\\)?(?:\\. Status code: (?<status>\\d+))?"),

  webkit("cross-origin-resource-policy", /Cancelled load to (?<url>\S+) because it violates the resource's Cross-Origin-Resource-Policy response header/),
  webkit("redirect-userinfo", /Cross-origin redirection to (?<location>\S+) denied by Cross-Origin Resource Sharing policy: redirection URL \S+ has credentials/),
  webkit(["redirect-denied", "redirect-location-invalid"], /Cross-origin redirection to (?<location>\S+) denied by Cross-Origin Resource Sharing policy: not allowed to follow a cross-origin CORS redirection with non CORS scheme/),
  webkit(["acao-missing", "acao-mismatch", "acao-invalid", "acao-multiple"], /Origin (?<origin>\S+) is not allowed by Access-Control-Allow-Origin\.?(?: Status code: (?<status>\d+))?/),
  webkit("acao-multiple", /Access-Control-Allow-Origin cannot contain more than one origin/),
  webkit("acao-star-with-credentials", /Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true/),
  webkit("acac-not-true", /Credentials flag is true, but Access-Control-Allow-Credentials is not "true"/),
  webkit(["preflight-status", "preflight-redirect"], /Preflight response is not successful(?:\. Status code: (?<status>\d+))?/),
  webkit("preflight-methods-parse", /Header Access-Control-Allow-Methods has an invalid value: (?<received>.*)/),
  webkit("preflight-headers-parse", /Header Access-Control-Allow-Headers has an invalid value: (?<received>.*)/),
  webkit("preflight-method", /Method (?<method>\S+) is not allowed by Access-Control-Allow-Methods\./),
  webkit("preflight-header", /Request header field (?<header>\S+) is not allowed by Access-Control-Allow-Headers\./),
  webkit("redirect-loop", /Load cannot follow more than 20 redirections/),
  webkit("redirect-mode-error", /Not allowed to follow a redirection while loading (?<url>\S+)/),
  webkit("redirect-denied", /Redirection to URL with a scheme that is not HTTP\(S\)/),
  webkit("redirect-denied", /Cross-origin redirection to (?<location>\S+) denied by Cross-Origin Resource Sharing policy/),
  webkit("redirect-no-cors", /No-Cors mode requires follow redirect mode/),
  webkit("mode-same-origin", /Unsafe attempt to load URL (?<url>\S+) from origin (?<origin>\S+?)\. Domains, protocols and ports must match/),
  webkit("bad-port", /Not allowed to use restricted network port (?<port>\d+): (?<url>\S+)/),
  webkit("scheme", /Cross origin requests are only supported for HTTP\./),

  chromium("redirect-location-invalid", /net::ERR_INVALID_REDIRECT/),
  chromium("redirect-denied", /net::ERR_UNSAFE_REDIRECT/),
  chromium("redirect-loop", /net::ERR_TOO_MANY_REDIRECTS/),
  chromium("bad-port", /net::ERR_UNSAFE_PORT/),
  chromium("cross-origin-resource-policy", /net::ERR_BLOCKED_BY_RESPONSE(?:\.NotSame\w+)?/),
  chromium("network", /net::(?<netError>ERR_(?!FAILED\b)\w+)/),
  chromium("follow-up", /net::ERR_FAILED/),
  webkit("follow-up", /(?:Fetch API|XMLHttpRequest|EventSource) cannot load (?<url>\S+) due to access control checks/),
  webkit("follow-up", /Cannot load \w+ (?<url>\S+) due to access control checks/),
  webkit("follow-up", /Cross-origin script load denied by Cross-Origin Resource Sharing policy/),
  webkit("mode-same-origin", /Fetch API cannot load (?<url>\S+?)\.\s*$/m),
  chromium("generic", /TypeError: Failed to fetch/),
  firefox("generic", "TypeError: NetworkError when attempting to fetch resource"),
  webkit("generic", /TypeError: Load failed/),
  { engine: "any", reasons: ["generic"], pattern: /Network ?Error(?: \(?ERR_NETWORK\)?)?/ },
];
