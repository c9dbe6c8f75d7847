import { isForbiddenRequestHeaderName } from "../http/forbidden-header-name.ts";
import { getDecodeAndSplit } from "../http/get-decode-and-split.ts";
import { isForbiddenMethod } from "../http/method.ts";

const methodOverrides: ReadonlySet<string> = new Set(["x-http-method", "x-http-method-override", "x-method-override"]);

/**
 * Whether a script may not set this header: `fetch` drops it without a word.
 *
 * https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  // 1. If name is a byte-case-insensitive match for one of the list, then return true.
  // 2. If name when byte-lowercased starts with `proxy-` or `sec-`, then return true.
  if (isForbiddenRequestHeaderName(name)) return true;

  // 3. The headers that override the method may not smuggle in a forbidden one, even in a list.
  if (methodOverrides.has(name.toLowerCase())) return getDecodeAndSplit(value).some(isForbiddenMethod);

  // 4. Return false.
  return false;
}
