import { brokenSites } from "./broken-sites.ts";
import type { DemoSite } from "./demo-site.ts";
import { safeSites } from "./safe-sites.ts";
import { unsafeSites } from "./unsafe-sites.ts";

/** Every demo site, in the order of their ports. */
export const demoSites: readonly DemoSite[] = [...safeSites, ...unsafeSites, ...brokenSites];
