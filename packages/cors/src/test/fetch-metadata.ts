import type { Header } from "../http/header-list.ts";
import { isPotentiallyTrustworthy } from "./potentially-trustworthy.ts";
import { isSameSite } from "./same-site.ts";

/**
 * The `Sec-Fetch-…` headers of a request, which only a URL worth trusting is told.
 *
 * https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
 *
 * @param urls every URL so far: a request that once left the site does not come back to it
 */
export function fetchMetadata(from: URL | null, urls: readonly URL[], mode: string): Header[] {
  const url = urls.at(-1);
  if (url === undefined || !isPotentiallyTrustworthy(url)) return [];
  return [
    ["Sec-Fetch-Dest", "empty"],
    ["Sec-Fetch-Mode", mode],
    ["Sec-Fetch-Site", siteOf(from, urls)],
  ];
}

function siteOf(from: URL | null, urls: readonly URL[]): "cross-site" | "same-origin" | "same-site" {
  if (from === null || urls.some((url) => !isSameSite(url, from))) return "cross-site";
  return urls.every((url) => url.origin === from.origin) ? "same-origin" : "same-site";
}
