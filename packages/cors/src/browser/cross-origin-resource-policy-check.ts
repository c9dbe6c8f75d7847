import { getHeader } from "../http/header-list.ts";
import type { FetchResponse } from "./fetch-outcome.ts";
import type { RegistrableDomain } from "./fetch-params.ts";
import { type FetchRequest, isSameOrigin } from "./fetch-request.ts";
import { isIpAddress, schemelesslySameSite } from "./same-site.ts";

/**
 * Whether `Cross-Origin-Resource-Policy` keeps a response from a request in mode "no-cors". "unknown" when the answer
 * needs the public suffix list, which this package does not carry, and the caller has not given either. The page's
 * embedder policy is "unsafe-none".
 *
 * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
 */
export function crossOriginResourcePolicyCheck(
  request: FetchRequest,
  { response, url }: FetchResponse,
  registrableDomain: RegistrableDomain | null = null,
): "allowed" | "blocked" | "unknown" {
  // 2–4. Any other value, two headers among them, is no policy.
  switch (getHeader(response.headers, "cross-origin-resource-policy")) {
    case "same-origin":
      return isSameOrigin(url, request.origin) ? "allowed" : "blocked";
    case "same-site":
      if (isIpAddress(url.hostname) && request.profile.departures.has("same-site-not-for-ip-addresses")) {
        return isSameOrigin(url, request.origin) ? "allowed" : "blocked";
      }
      if (request.origin === "null" && request.profile.departures.has("same-site-for-opaque-and-single-label")) {
        return url.protocol === "http:" && !url.hostname.includes(".") ? "allowed" : "blocked";
      }
      if (isBelowSingleLabel(request, url)) return "allowed";
      return sameSiteCheck(request.origin, url, registrableDomain);
    default:
      return "allowed";
  }
}

/** WebKit takes a host without registrable domain for one, and so a page at `localhost` for the owner of what is below. */
function isBelowSingleLabel({ origin, profile }: FetchRequest, url: URL): boolean {
  if (!profile.departures.has("single-label-owns-subdomains") || !origin.startsWith("http:")) return false;
  const { hostname } = new URL(origin);
  return url.protocol === "http:" && !hostname.includes(".") && url.hostname.endsWith(`.${hostname}`);
}

/** Schemelessly same site, and a response that came over https is only for pages that did. */
function sameSiteCheck(
  origin: string,
  url: URL,
  registrableDomain: RegistrableDomain | null,
): "allowed" | "blocked" | "unknown" {
  if (origin === "null") return "blocked";
  const page = new URL(origin);
  if (page.protocol !== "https:" && url.protocol === "https:") return "blocked";
  const isSame = schemelesslySameSite(page.hostname, url.hostname, registrableDomain);
  if (isSame === "unknown") return "unknown";
  return isSame ? "allowed" : "blocked";
}
