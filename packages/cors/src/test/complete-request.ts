import type { HttpRequest } from "../http/exchange.ts";
import { containsHeader, type Header, type HeaderList } from "../http/header-list.ts";
import { acceptEncoding } from "./decode-body.ts";
import { fetchMetadata } from "./fetch-metadata.ts";
import { type PageBrowser, type PageCall, siteUrl } from "./page-browser.ts";

/**
 * A request's headers with those that a browser adds and that the model leaves to who sends it.
 *
 * https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, step 8
 */
export function completeRequest(
  browser: PageBrowser,
  call: PageCall,
  request: HttpRequest,
  urls: readonly URL[],
  referrer: string | null,
  isPreflight: boolean,
): HeaderList {
  const headers: Header[] = [...request.headers];
  function add(name: string, value: string): void {
    if (!containsHeader(headers, name)) headers.push([name, value]);
  }

  // 8.11. If httpRequest's referrer is a URL, then append `Referer`.
  if (referrer !== null) add("Referer", referrer);
  // 8.13. Append the Fetch metadata headers.
  headers.push(...fetchMetadata(siteUrl(browser), urls, isPreflight ? "cors" : call.mode));
  // 8.14. `User-Agent`.
  add("User-Agent", "Mozilla/5.0 (Node.js) Crosscheck");
  // 8.16–8.17. A cache that is to be passed by is asked to pass on.
  if (!isPreflight) {
    if (call.cache === "no-cache") add("Cache-Control", "max-age=0");
    if (call.cache === "no-store" || call.cache === "reload") {
      add("Pragma", "no-cache");
      add("Cache-Control", "no-cache");
    }
  }
  // 8.18. A range of a coded body would be of no use.
  if (containsHeader(headers, "range")) add("Accept-Encoding", "identity");
  // 8.20. The user agent's own, and fetch's step 14.
  add("Accept-Encoding", acceptEncoding);
  add("Accept-Language", "en-US,en;q=0.9");
  return headers;
}
