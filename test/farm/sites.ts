import { brokenSites } from "./broken-sites.ts";
import { conditionalSites } from "./conditional-sites.ts";
import type { FarmSite } from "./farm-site.ts";
import { hasIpv6 } from "./has-ipv6.ts";
import { informativeSites } from "./informative-sites.ts";
import { safeSites } from "./safe-sites.ts";
import { vulnerableSites } from "./vulnerable-sites.ts";

/** Every site; half of those on https speak HTTP/2 where the row does not say. */
export const farmSites: readonly FarmSite[] = [
  ...vulnerableSites,
  ...conditionalSites,
  ...brokenSites,
  ...safeSites,
  ...informativeSites,
]
  .filter(({ host }) => hasIpv6 || host !== "[::1]")
  .map((site, index) => ({ ...site, protocol: site.protocol ?? (index % 2 === 0 ? "h2" : "http/1.1") }));
