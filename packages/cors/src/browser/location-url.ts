import type { HttpResponse } from "../http/exchange.ts";
import { getHeaderValues } from "../http/header-list.ts";
import { parseUrl } from "../http/parse-url.ts";
import { type Profile, standardProfile } from "./departures.ts";

/** https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * Where a redirect leads: null when it says nothing, "failure" when it says something unusable.
 *
 * https://fetch.spec.whatwg.org/#concept-response-location-url
 *
 * @param url the response's own URL: the base, and the one whose fragment is inherited
 */
export function locationUrl(
  response: HttpResponse,
  url: URL,
  { departures }: Profile = standardProfile,
): URL | null | "failure" {
  // 1. If response's status is not a redirect status, then return null.
  if (!isRedirectStatus(response.status)) return null;

  // 2. Let location be the result of extracting header list values given `Location`. (More than one is failure.)
  const values = locationValues(response, departures);
  if (values.length === 0) return null;
  const [value] = values;
  if (value === undefined || values.length > 1) return "failure";

  if (value === "" && departures.has("location-empty-fails")) return "failure";

  // 3. If location is a header value, then set location to the result of parsing it with response's URL.
  // NOTE: the grammar of `Location` is not enforced first: browsers follow what the URL parser takes.
  const bytes = departures.has("location-tab-escaped") ? value.replaceAll("\t", "%09") : value;
  const text = percentEncodeBytes(bytes);
  const location = parseUrl(text, url);
  if (location === null) return "failure";

  // 4. If location is a URL whose fragment is null, then set it to the request's.
  if (location.hash === "" && !location.href.endsWith("#")) location.hash = url.hash;

  // 5. Return location.
  return location;
}

function locationValues(response: HttpResponse, departures: Profile["departures"]): readonly string[] {
  const values = getHeaderValues(response.headers, "location");
  if (departures.has("location-empty-is-none")) return [...new Set(values.filter((value) => value !== ""))];
  if (departures.has("equal-duplicates-are-one")) return [...new Set(values)];
  return departures.has("location-joined") && values.length > 1 ? [values.join(", ")] : values;
}

/**
 * NOTE: the standard does not say how bytes become the characters of a URL here. Browsers keep them, so `☃` sent as
 * three bytes is `%E2%98%83`, not the escapes of three characters. https://github.com/whatwg/fetch/issues/883
 */
function percentEncodeBytes(value: string): string {
  return value.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The values of `Location`, for a sentence about why they are unusable. */
export function locationDetails({ headers }: HttpResponse): { readonly location: string } {
  return { location: getHeaderValues(headers, "location").join(", ") };
}
