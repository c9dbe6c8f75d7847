import { getDomain } from "tldts";

/**
 * The name that somebody registered (`example.co.uk`, `shop.github.io`); null for an IP address, `localhost` and a public
 * suffix itself. Names below a shared host's suffix belong to different people, so its private section counts.
 */
export function registrableDomain(url: string): string | null {
  return getDomain(new URL(url).hostname, { allowPrivateDomains: true });
}
