import { getHeader, type Header, normalizeHeaderValue } from "../http/header-list.ts";
import { isToken } from "../http/token.ts";
import { isForbiddenRequestHeader } from "./forbidden-request-header.ts";
import { isNoCorsSafelistedRequestHeader } from "./no-cors-safelisted-request-header.ts";

/**
 * Appends a header to those of a Request, as its `headers` would: forbidden ones are dropped without a word. Returns
 * what the TypeError says, or null.
 *
 * https://fetch.spec.whatwg.org/#concept-headers-append
 *
 * @param guard "request", or "request-no-cors" for a request in mode "no-cors"
 */
export function headersAppend(
  headerList: Header[],
  guard: "request" | "request-no-cors",
  name: string,
  potentialValue: string,
): string | null {
  // 1. Normalize value.
  const value = normalizeHeaderValue(potentialValue);

  // 2. If validating (name, value) returns false, then return.
  if (!isToken(name))
    return `${JSON.stringify(name)} is not a header name. Write one or more letters, digits, hyphens or underscores.`;
  const invalid = /[\0\n\r\u0100-\uffff]/.exec(value)?.[0];
  if (invalid !== undefined) {
    return `The value ${JSON.stringify(value)} of the header ${name} has the character ${JSON.stringify(invalid)}, which no header value can carry.`;
  }
  if (guard === "request" && isForbiddenRequestHeader(name, value)) return null;

  // 3. If guard is "request-no-cors", then the value with those before it must be a no-CORS-safelisted request-header.
  if (guard === "request-no-cors") {
    const earlier = getHeader(headerList, name);
    const temporaryValue = earlier === null ? value : `${earlier}, ${value}`;
    if (!isNoCorsSafelistedRequestHeader(name, temporaryValue)) return null;
  }

  // 4. Append (name, value) to headers's header list: with the case of the name that is there already, if one is.
  const lowercased = name.toLowerCase();
  const present = headerList.find(([candidate]) => candidate.toLowerCase() === lowercased);
  headerList.push([present?.[0] ?? name, value]);

  // 5. (Privileged no-CORS request-headers: `Range` never got in.)
  return null;
}
