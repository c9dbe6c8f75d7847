import type { ReferrerPolicy } from "../browser/page-request.ts";
import { isPotentiallyTrustworthy } from "./potentially-trustworthy.ts";

/**
 * The value of `Referer`, or null when none is sent.
 *
 * https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
 *
 * @param source the URL of the page, or the `referrer` of the call
 */
export function requestReferrer(source: URL | null, url: URL, policy: ReferrerPolicy): string | null {
  if (source === null || (source.protocol !== "http:" && source.protocol !== "https:")) return null;
  let full: string | null = stripped(source, false);
  const origin = stripped(source, true);
  // 6. A referrer of more than 4096 code units is cut down to its origin.
  if (full.length > 4096) full = origin;
  const isSameOrigin = source.origin === url.origin;
  const isDowngrade = isPotentiallyTrustworthy(source) && !isPotentiallyTrustworthy(url);

  // 8. Execute the switch statements corresponding to the value of policy:
  switch (policy) {
    case "no-referrer":
      return null;
    case "origin":
      return origin;
    case "unsafe-url":
      return full;
    case "strict-origin":
      return isDowngrade ? null : origin;
    case "strict-origin-when-cross-origin":
      if (isSameOrigin) return full;
      return isDowngrade ? null : origin;
    case "same-origin":
      return isSameOrigin ? full : null;
    case "origin-when-cross-origin":
      return isSameOrigin ? full : origin;
    case "no-referrer-when-downgrade":
      return isDowngrade ? null : full;
  }
}

/** https://w3c.github.io/webappsec-referrer-policy/#strip-url */
function stripped(url: URL, originOnly: boolean): string {
  const copy = new URL(url);
  copy.username = "";
  copy.password = "";
  copy.hash = "";
  if (originOnly) {
    copy.pathname = "";
    copy.search = "";
  }
  return copy.href;
}
