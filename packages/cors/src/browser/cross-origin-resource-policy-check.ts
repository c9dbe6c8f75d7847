import { getHeader } from "../http/header-list.ts";
import type { FetchResponse } from "./fetch-outcome.ts";
import type { RegistrableDomain } from "./fetch-params.ts";
import { type FetchRequest, isSameOrigin } from "./fetch-request.ts";

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
      return sameSiteCheck(request.origin, url, registrableDomain);
    default:
      return "allowed";
  }
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
  if (page.hostname === url.hostname) return "allowed";
  // Another top-level domain is another site; an IP address has no registrable domain, so its site is itself.
  if (isIpAddress(page.hostname) || isIpAddress(url.hostname)) return "blocked";
  if (topLevelDomain(page.hostname) !== topLevelDomain(url.hostname)) return "blocked";
  if (registrableDomain === null) return "unknown";
  // https://html.spec.whatwg.org/#schemelessly-same-site: no registrable domain, such as a public suffix's, is like no other.
  const domain = registrableDomain(url.hostname);
  return domain !== null && domain === registrableDomain(page.hostname) ? "allowed" : "blocked";
}

function isIpAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(hostname);
}

function topLevelDomain(hostname: string): string {
  return hostname.slice(hostname.lastIndexOf(".") + 1);
}
