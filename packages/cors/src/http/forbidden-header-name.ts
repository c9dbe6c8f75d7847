const forbiddenRequestHeaderNames: ReadonlySet<string> = new Set([
  "accept-charset",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "date",
  "dnt",
  "expect",
  "host",
  "keep-alive",
  "origin",
  "referer",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/**
 * Whether a script can never set a request header of this name, whatever its value: the part of "forbidden
 * request-header" that looks at the name alone.
 *
 * https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeaderName(name: string): boolean {
  const lowerCase = name.toLowerCase();
  return forbiddenRequestHeaderNames.has(lowerCase) || lowerCase.startsWith("proxy-") || lowerCase.startsWith("sec-");
}

/** Whether a script can never read a response header of this name. https://fetch.spec.whatwg.org/#forbidden-response-header-name */
export function isForbiddenResponseHeaderName(name: string): boolean {
  const lowerCase = name.toLowerCase();
  return lowerCase === "set-cookie" || lowerCase === "set-cookie2";
}
