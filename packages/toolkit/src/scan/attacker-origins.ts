import type { PlanStart } from "./plan.ts";

/** The origins that a plan asks as. */
export interface AttackerOrigins {
  readonly own: string;
  readonly random: string;
  /** Independent of the first; on http where that can be told apart, because such a page's browser lets more through. */
  readonly secondRandom: string;
  /** Independent of both, with the scheme of the first. */
  readonly thirdRandom: string;
  /** Another, on http. */
  readonly insecureRandom: string;
  /** Names of attackers that begin like an allowed one; `again` is the same shape with another attacker. */
  readonly prefixes: readonly { readonly id: string; readonly origin: string; readonly again: string }[];
}

/** Attackers' names are registrable and random for each scan: nobody can have listed them. */
export function attackerOrigins(
  { url, registrableDomain: apex }: PlanStart,
  randomLetters: (count: number) => string,
): AttackerOrigins {
  const { protocol, hostname, origin } = new URL(url);
  const attacker = `${randomLetters(12)}.com`;
  const secondAttacker = `${randomLetters(12)}.com`;
  // A page on https may not ask http (mixed content, loopback apart), but a site on http is often there over https, too,
  // with the same comparison; so it is asked as both, and a finding says which pages it is about.
  const schemes = protocol === "https:" ? ["https"] : ["https", "http"];

  const host = hostname.replace(/\.$/, "");
  const label = randomLetters(8);
  // The site's own origin, asked anyway, shows a comparison with HOST; so the other shapes come first.
  const shapes = new Map<string, string>();
  if (apex !== null && apex !== host) shapes.set("apex", apex);
  if (apex !== null) shapes.set("label", `${label}.${apex}`);
  // A bracketed IPv6 address cannot begin another name.
  if (!host.startsWith("[")) shapes.set("host", host);

  const prefixes = [...shapes].flatMap(([shape, name]) =>
    schemes.map((with_) => ({
      id: `prefix-match-${shape}${schemes.length > 1 ? `-${with_}` : ""}`,
      origin: `${with_}://${name}.${attacker}`,
      again: `${with_}://${name}.${secondAttacker}`,
    })),
  );
  return {
    own: origin,
    random: `https://${randomLetters(12)}.com`,
    secondRandom: `${protocol}//${randomLetters(12)}.com`,
    thirdRandom: `https://${randomLetters(12)}.com`,
    insecureRandom: `http://${randomLetters(12)}.com`,
    prefixes,
  };
}
