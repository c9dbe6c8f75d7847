/**
 * Whether two hosts belong to one site, as far as can be told without the public suffix list: the same registrable
 * domain, taken to be the last two labels, or the last three under a country's short second level (`co.uk`, `com.au`).
 *
 * https://html.spec.whatwg.org/#same-site
 */
export function isSameSite(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && registrableDomain(one.hostname) === registrableDomain(other.hostname);
}

/** The host itself where it has no registrable domain: an address, or a single label. */
export function registrableDomain(host: string): string {
  if (host.startsWith("[") || /^[0-9.]+$/.test(host)) return host;
  const labels = host.split(".");
  const isShortSecondLevel = labels.length > 2 && /\.(?:[a-z]{2,3})\.[a-z]{2}$/.test(host);
  return labels.slice(isShortSecondLevel ? -3 : -2).join(".");
}
