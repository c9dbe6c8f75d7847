import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import type { FetchRequest } from "./fetch-request.ts";

/**
 * The CORS-unsafe request-header names of a request. After a redirect, Firefox goes on from the names that it started
 * with, less those that this very redirect took away; WebKit from those names as they were.
 */
export function unsafeNamesOf(request: FetchRequest): readonly string[] {
  const { profile, headerList, unsafeNames, namesDroppedHere } = request;
  if (profile.departures.has("redirect-keeps-unsafe-names"))
    return unsafeNames.filter((name) => !namesDroppedHere.includes(name));
  return corsUnsafeRequestHeaderNames(headerList, profile);
}
