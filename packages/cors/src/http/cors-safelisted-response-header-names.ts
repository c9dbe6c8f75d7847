/** Lower case. https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
export const corsSafelistedResponseHeaderNames: ReadonlySet<string> = new Set([
  "cache-control",
  "content-language",
  "content-length",
  "content-type",
  "expires",
  "last-modified",
  "pragma",
]);
