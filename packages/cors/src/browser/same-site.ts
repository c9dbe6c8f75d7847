import type { RegistrableDomain } from "./fetch-params.ts";

/**
 * Whether two hosts are of one site; "unknown" where only the public suffix list could tell, and the caller gave none.
 *
 * https://html.spec.whatwg.org/#schemelessly-same-site
 */
export function schemelesslySameSite(
  host: string,
  other: string,
  registrableDomain: RegistrableDomain | null,
): boolean | "unknown" {
  if (host === other) return true;
  // Another top-level domain is another site; an IP address has no registrable domain, so its site is itself.
  if (isIpAddress(host) || isIpAddress(other) || topLevelDomain(host) !== topLevelDomain(other)) return false;
  if (registrableDomain === null) return "unknown";
  // No registrable domain, such as a public suffix's, is like no other.
  const domain = registrableDomain(host);
  return domain !== null && domain === registrableDomain(other);
}

/** The scheme counts too. https://html.spec.whatwg.org/#same-site */
export function isSameSite(url: URL, other: URL, registrableDomain: RegistrableDomain | null): boolean {
  return (
    url.protocol === other.protocol && schemelesslySameSite(url.hostname, other.hostname, registrableDomain) === true
  );
}

export function isIpAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(hostname);
}

function topLevelDomain(hostname: string): string {
  return hostname.slice(hostname.lastIndexOf(".") + 1);
}
