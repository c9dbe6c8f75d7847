import { getDomain } from "tldts";
import type { FarmSite } from "./farm-site.ts";

/** Whose page attacks. */
export interface Attack {
  readonly id: string;
  /** `null` is a sandboxed frame in the stranger's page. */
  readonly origin: string;
}

const stranger = "evil-farm.com";

/** What a tester tries on every site: pages at names that anybody, or almost anybody, can have. */
export function attacksOn(site: FarmSite): readonly Attack[] {
  const { host, scheme } = site;
  const apex = getDomain(host, { allowPrivateDomains: true }) ?? host;
  const attacks: Attack[] = [
    { id: "stranger", origin: `https://${stranger}` },
    { id: "stranger-plain", origin: `http://${stranger}` },
    { id: "sandbox", origin: "null" },
    { id: "begins-host", origin: `${scheme}://${host}.${stranger}` },
    { id: "begins-apex", origin: `${scheme}://${apex}.${stranger}` },
    { id: "begins-label", origin: `${scheme}://abc.${apex}.${stranger}` },
    { id: "begins-www", origin: `${scheme}://www.${apex}.${stranger}` },
    { id: "ends-apex", origin: `${scheme}://evil${apex}` },
    { id: "contains-apex", origin: `${scheme}://evil${apex}.${stranger}` },
    { id: "underscore", origin: `${scheme}://${host}_.${stranger}` },
    { id: "dollar", origin: `${scheme}://${host}$.${stranger}` },
    { id: "backtick", origin: `${scheme}://${host}\`.${stranger}` },
    { id: "shared-github", origin: "https://evil-farm.github.io" },
    { id: "shared-vercel", origin: "https://evil-farm.vercel.app" },
    { id: "shared-netlify", origin: "https://evil-farm.netlify.app" },
    { id: "below-apex", origin: `${scheme}://evil.${apex}` },
    { id: "below-host", origin: `${scheme}://evil.${host}` },
    { id: "other-port", origin: `${scheme}://${host}:${scheme === "https" ? 8443 : 3000}` },
    ...(scheme === "https" ? [{ id: "plain-host", origin: `http://${host}` }] : []),
    { id: "plain-below", origin: `http://evil.${host}` },
  ];
  const others = site.attackers.map((origin) => ({ id: `at ${origin}`, origin }));
  const seen = new Set<string>();
  // A bracketed address cannot begin another name, nor have one before it.
  const possible = [...others, ...attacks].filter(({ origin }) => origin === "null" || URL.canParse(origin));
  return possible.filter(({ origin }) => !seen.has(origin) && seen.add(origin) !== undefined);
}

export type Relation = "cross-site" | "one-engine" | "same-site" | "network" | "local" | "named";

/** What it takes to have the attack's page. */
export function relationOf(site: FarmSite, { id, origin }: Attack): Relation {
  if (origin === "null") return "cross-site";
  if (site.attackers.includes(origin) && site.finds === "foreign-origin") return "named";
  if (id === "dollar" || id === "backtick") return "one-engine";
  const { hostname, protocol } = new URL(origin);
  if (/^(?:localhost|192\.168\.[\d.]+)$/.test(hostname)) return "local";
  const options = { allowPrivateDomains: true };
  const sameSite = getDomain(hostname, options) === getDomain(site.host, options);
  if (protocol === "http:" && site.scheme === "https" && sameSite) return "network";
  return sameSite ? "same-site" : "cross-site";
}
