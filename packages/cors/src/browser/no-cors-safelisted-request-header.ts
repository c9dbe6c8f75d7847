import { isCorsSafelistedRequestHeader } from "./cors-safelisted-request-header.ts";

/** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name */
const names: ReadonlySet<string> = new Set(["accept", "accept-language", "content-language", "content-type"]);

/** Whether a header of this name may be in a request in mode "no-cors", if its value is safe. */
export function isNoCorsSafelistedRequestHeaderName(name: string): boolean {
  return names.has(name.toLowerCase());
}

/**
 * Whether a request in mode "no-cors" may carry this header.
 *
 * https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
 */
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  // 1. If name is not a no-CORS-safelisted request-header name, then return false.
  // 2. Return whether (name, value) is a CORS-safelisted request-header.
  return isNoCorsSafelistedRequestHeaderName(name) && isCorsSafelistedRequestHeader(name, value);
}
