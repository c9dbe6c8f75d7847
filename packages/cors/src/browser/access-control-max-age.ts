import { getHeaderValues, type HeaderList } from "../http/header-list.ts";
import { type Profile, standardProfile } from "./departures.ts";

/** When the header is absent or not a number. https://fetch.spec.whatwg.org/#http-access-control-max-age */
const defaultMaxAge = 5;

/**
 * For how many seconds a preflight's answer may be kept.
 *
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.8–7.10
 */
export function accessControlMaxAge(
  headerList: HeaderList,
  { departures, longestMaxAge }: Profile = standardProfile,
): number {
  // 8. Let max-age be the result of extracting header list values given `Access-Control-Max-Age`.
  const values = getHeaderValues(headerList, "access-control-max-age");
  const [value] = values;
  // NOTE: below zero is failure by the grammar, so 5; no engine keeps such an answer, and Web Platform Tests ask for that:
  // https://github.com/web-platform-tests/wpt/blob/master/cors/preflight-cache.htm
  if (departures.size === 0 && values.length === 1 && /^-[0-9]+$/.test(value ?? "")) return 0;
  // 9. If max-age is failure or null, then set max-age to 5. (Two headers, a sign or a list is failure.)
  const grammar = departures.has("max-age-as-integer") ? /^[+-]?[0-9]+$/ : /^[0-9]+$/;
  if (value === undefined || values.length > 1 || !grammar.test(value)) {
    const isAbsent = values.every((candidate) => candidate === "");
    return departures.has("max-age-invalid-not-cached") && !isAbsent ? 0 : defaultMaxAge;
  }
  const maxAge = Number(value);
  if (departures.has("max-age-as-integer")) {
    // A number that does not fit is no number.
    if (BigInt(value.replace("+", "")) < smallestInteger || BigInt(value.replace("+", "")) > largestInteger)
      return defaultMaxAge;
    if (maxAge < 0) return 0;
  }
  // 10. If max-age is greater than an imposed limit on max-age, then set max-age to the imposed limit.
  return Math.min(maxAge, longestMaxAge);
}

/** Chromium's integer has 64 bits. (WebKit's has one bit more, which decides between 5 seconds and its 600.) */
const largestInteger = 2n ** 63n - 1n;
const smallestInteger = -(2n ** 63n);
