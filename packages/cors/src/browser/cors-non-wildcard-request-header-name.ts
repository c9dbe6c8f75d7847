/**
 * `Authorization`, in any case: `Access-Control-Allow-Headers: *` does not cover it.
 *
 * https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
 */
export function isCorsNonWildcardRequestHeaderName(name: string): boolean {
  return name.toLowerCase() === "authorization";
}
