import { registrableDomain } from "../policy/registrable-domain.ts";

/** Whether two hosts belong to one site, scheme included. https://html.spec.whatwg.org/#same-site */
export function isSameSite(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && siteOf(one.hostname) === siteOf(other.hostname);
}

/** The registrable domain; the host itself where it has none: an address, a single label, a public suffix. */
export function siteOf(host: string): string {
  return registrableDomain(host) ?? host;
}
