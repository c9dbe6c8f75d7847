import { getDecodeAndSplit } from "../http/get-decode-and-split.ts";
import { isForbiddenMethod } from "../http/method.ts";

const forbiddenNames: ReadonlySet<string> = new Set([
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

const methodOverrides: ReadonlySet<string> = new Set(["x-http-method", "x-http-method-override", "x-method-override"]);

/**
 * Whether a script may not set this header: `fetch` drops it without a word.
 *
 * https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  const lowercased = name.toLowerCase();

  // 1. If name is a byte-case-insensitive match for one of the list, then return true.
  if (forbiddenNames.has(lowercased)) return true;

  // 2. If name when byte-lowercased starts with `proxy-` or `sec-`, then return true.
  if (lowercased.startsWith("proxy-") || lowercased.startsWith("sec-")) return true;

  // 3. The headers that override the method may not smuggle in a forbidden one, even in a list.
  if (methodOverrides.has(lowercased)) return getDecodeAndSplit(value).some(isForbiddenMethod);

  // 4. Return false.
  return false;
}
