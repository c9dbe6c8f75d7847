import type { HeaderList } from "../http/header-list.ts";
import { isCorsSafelistedRequestHeader } from "./cors-safelisted-request-header.ts";
import { type Profile, standardProfile } from "./departures.ts";

/**
 * The names that a preflight must ask for: lower case, each once, sorted.
 *
 * https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaderNames(headers: HeaderList, profile: Profile = standardProfile): string[] {
  const { departures } = profile;
  // 1. Let unsafeNames be a new list.
  const unsafeNames: string[] = [];
  // 2. Let potentiallyUnsafeNames be a new list.
  const potentiallyUnsafeNames: string[] = [];
  // 3. Let safelistValueSize be 0.
  let safelistValueSize = 0;

  // 4. For each header of headers:
  for (const [name, value] of departures.has("combined-request-headers") ? combined(headers) : headers) {
    if (!isCorsSafelistedRequestHeader(name, value, profile)) {
      // 4.1. If header is not a CORS-safelisted request-header, then append its name to unsafeNames.
      unsafeNames.push(name);
    } else {
      // 4.2. Otherwise, append it to potentiallyUnsafeNames and count the bytes of its value.
      potentiallyUnsafeNames.push(name);
      safelistValueSize += value.length;
    }
  }

  // 5. If safelistValueSize is greater than 1024, then none of them is safe.
  if (safelistValueSize > 1024 && !departures.has("no-total-size-limit")) unsafeNames.push(...potentiallyUnsafeNames);

  // 6. Return the result of convert header names to a sorted-lowercase set with unsafeNames.
  if (departures.has("request-header-names-repeated")) return unsafeNames.map((name) => name.toLowerCase()).sort();
  return sortedLowercaseSet(unsafeNames);
}

/** Headers of one name as one header. */
function combined(headers: HeaderList): HeaderList {
  if (headers.length < 2) return headers;
  const values = new Map<string, string>();
  for (const [name, value] of headers) {
    const lowercased = name.toLowerCase();
    const earlier = values.get(lowercased);
    values.set(lowercased, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return [...values];
}

/** https://fetch.spec.whatwg.org/#convert-header-names-to-a-sorted-lowercase-set */
function sortedLowercaseSet(headerNames: readonly string[]): string[] {
  if (headerNames.length === 0) return [];
  return [...new Set(headerNames.map((name) => name.toLowerCase()))].sort();
}
