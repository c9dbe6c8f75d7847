import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import type { FetchRequest } from "./fetch-request.ts";

/**
 * The CORS-unsafe request-header names of a request. After a redirect, Firefox goes on from the names that it started
 * with, less those that this very redirect took away; WebKit from those names as they were.
 */
export function unsafeNamesOf(request: FetchRequest): readonly string[] {
  const { profile, headerList, unsafeNames, namesDroppedHere } = request;
  if (!profile.departures.has("redirect-keeps-unsafe-names")) return corsUnsafeRequestHeaderNames(headerList, profile);
  return unsafeNames.filter((name) => !namesDroppedHere.includes(name));
}

/** Firefox looks at a beacon's headers when it first leaves the page's origin, and keeps what it found. */
export function namesUnsafeOnCrossing({ entryPoint, profile }: Pick<FetchRequest, "entryPoint" | "profile">): boolean {
  return entryPoint === "beacon" && profile.departures.has("beacon-names-on-crossing");
}
