import type { ProbeKind } from "../checks/evidence.ts";
import { cutName, dotlessNames } from "./look-alike-names.ts";
import type { PlanStart } from "./plan.ts";

/** An origin to ask as, and another that shares with it all but the attacker's own part: it confirms the first. */
export interface OriginShape {
  readonly id: string;
  readonly kind: ProbeKind;
  readonly origin: string;
  /** The same origin where there is one only. */
  readonly again: string;
}

/** Names that together tell which part of an allowed name is compared; `composite` shows all of it in one question. */
export interface NameShapes {
  readonly composite: OriginShape;
  readonly prefix: OriginShape;
  /** Null where there is no registrable domain to end with. */
  readonly suffix: OriginShape | null;
  readonly substring: OriginShape;
}

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
  /** Those that a list is likely to have, in stage one. */
  readonly likely: readonly OriginShape[];
  /** Of the names that a careless comparison may start from; the likeliest to be allowed unseen first. */
  readonly names: readonly NameShapes[];
  /** The same of a name below the registrable domain, for a site that allows such names. */
  readonly namesBelow: readonly NameShapes[];
  /** `attackerAPEX` of one label, with the site's own port too where that is not the default. */
  readonly suffixes: readonly OriginShape[];
  /** Same-site: names below the site's own. */
  readonly subdomains: readonly OriginShape[];
  /** Same-site too: a name that ends like HOST. */
  readonly hostSuffix: OriginShape | null;
  readonly port: OriginShape;
  /** Of a site on https: its host on http. Null elsewhere. */
  readonly insecureHost: OriginShape | null;
  readonly insecureSubdomain: OriginShape | null;
  /** Each with the origin that shows only its beginning to be compared. Empty for a local site. */
  readonly local: readonly { readonly whole: OriginShape; readonly prefix: OriginShape }[];
  /** Where other people publish: what is trusted there is trusted in everybody's hands. */
  readonly others: readonly OriginShape[];
  /** Beside the site, and mentioned by it; likely to be allowed, where the site itself is not and where it is. */
  readonly siblings: readonly OriginShape[];
  readonly mentioned: readonly OriginShape[];
  /** The same of another origin that is allowed. */
  readonly namesLike: (allowed: string) => readonly NameShapes[];
  /** Look-alikes of an origin that is allowed. */
  readonly lookAlikes: (allowed: string) => readonly OriginShape[];
  /** Names where an odd character follows an allowed one; the first is let in wherever one of the others is. */
  readonly oddCharacters: (allowed: string) => readonly OriginShape[];
}

/** Attackers' names are registrable and random for each scan: nobody can have listed them. */
export function attackerOrigins(
  { url, registrableDomain: apex, learned = { siblings: [], partners: [], sharedSuffixes: [] } }: PlanStart,
  randomLetters: (count: number) => string,
): AttackerOrigins {
  const { protocol, hostname, origin, port } = new URL(url);
  const scheme = protocol.slice(0, -1);
  const attacker = `${randomLetters(12)}.com`;
  const secondAttacker = `${randomLetters(12)}.com`;
  const [letters, otherLetters] = [randomLetters(8), randomLetters(8)];
  // A page on https may not ask http (mixed content, loopback apart), but a site on http is often there over https, too,
  // with the same comparison; so it is asked as both, and a finding says which pages it is about.
  const schemes = scheme === "https" ? ["https"] : ["https", "http"];
  const host = hostname.replace(/\.$/, "");

  const bases = new Map<string, string>();
  if (apex !== null && apex !== host) bases.set("apex", apex);
  // A bracketed IPv6 address cannot begin another name.
  if (!host.startsWith("[")) bases.set("host", host);

  const own = port === "" ? [""] : ["", `:${port}`];
  const subdomains =
    apex === null
      ? []
      : [...new Set([apex, host])].map((name) =>
          shape("subdomain", name === apex ? "apex" : "host", (part) => `${scheme}://${part}.${name}`),
        );
  const siblings =
    apex === null
      ? []
      : [
          host === apex ? `www.${apex}` : apex,
          // A site that is tried out at another port has its own name on its lists, without one.
          ...(port === "" ? [] : [host]),
        ].map((name) => fixed("sibling-origin", name, `${scheme}://${name}`));
  const mentioned = [...learned.siblings, ...learned.partners].map((name) =>
    fixed("sibling-origin", name.replace("://", "-"), name),
  );
  const isLocal = apex === null && /^(?:localhost|127\.|\[)/.test(host);
  const local = isLocal
    ? []
    : ["localhost", "192.168.1.20"].map((name) => ({
        whole: fixed("local-origin", name, `http://${name}${name === "localhost" ? ":3000" : ""}`),
        prefix: attackers("local-prefix", name, (domain) => `http://${name}.${domain}`),
      }));
  return {
    likely: [
      ...subdomains.slice(0, 1),
      ...siblings.slice(0, apex === host ? 0 : 1),
      ...local.slice(0, 1).map(({ whole }) => whole),
      ...mentioned.slice(0, 1),
    ],
    own: origin,
    random: `https://${randomLetters(12)}.com`,
    secondRandom: `${protocol}//${randomLetters(12)}.com`,
    thirdRandom: `https://${randomLetters(12)}.com`,
    insecureRandom: `http://${randomLetters(12)}.com`,
    names: [...bases].flatMap(([id, name]) => inEachScheme(id, name)),
    namesBelow: apex === null ? [] : inEachScheme("label", `${randomLetters(8)}.${apex}`),
    suffixes:
      apex === null
        ? []
        : own.map((suffix) =>
            shape(
              "suffix-match",
              suffix === "" ? "apex" : "apex-port",
              (part) => `${scheme}://${part}${apex}${suffix}`,
            ),
          ),
    subdomains,
    hostSuffix:
      apex === null || apex === host ? null : shape("host-suffix", "host", (part) => `${scheme}://${part}${host}`),
    port: fixed("port", "other", `${scheme}://${host}:8443`, `${scheme}://${host}:9443`),
    insecureHost: scheme === "https" ? fixed("insecure-scheme", "host", `http://${host}`) : null,
    insecureSubdomain:
      scheme === "https" && apex !== null
        ? shape("insecure-scheme", "subdomain", (part) => `http://${part}.${host}`)
        : null,
    local,
    others: [
      fixed("extension", "chrome", extension(), extension()),
      ...[...new Set(["github.io", "vercel.app", ...learned.sharedSuffixes])].map((suffix) =>
        shape("shared-suffix", suffix, (part) => `https://${part}.${suffix}`),
      ),
      ...["https://codepen.io", "https://jsfiddle.net"].map((playground) =>
        fixed("developer-playground", new URL(playground).host, playground),
      ),
    ],
    siblings,
    mentioned,
    namesLike: (allowed) => {
      const { hostname: name, protocol: with_ } = new URL(allowed);
      return [nameShapes(name, with_.slice(0, -1), name)];
    },
    lookAlikes,
    oddCharacters,
  };

  function inEachScheme(id: string, name: string): readonly NameShapes[] {
    return schemes.map((with_) => nameShapes(schemes.length > 1 ? `${id}-${with_}` : id, with_, name));
  }

  function nameShapes(id: string, with_: string, name: string): NameShapes {
    const end = (part: string, domain: string): string => (apex === null ? domain : `${part}${apex}`);
    return {
      composite:
        apex === null
          ? attackers("prefix-match", id, (domain) => `${with_}://${name}.${domain}`)
          : {
              id: `composite-${id}`,
              kind: "composite",
              origin: `${with_}://${name}.${end(letters, attacker)}`,
              again: `${with_}://${name}.${end(otherLetters, secondAttacker)}`,
            },
      prefix: attackers("prefix-match", id, (domain) => `${with_}://${name}.${domain}`),
      suffix:
        apex === null
          ? null
          : shape("suffix-match", with_ === scheme ? "apex" : `apex-${with_}`, (part) => `${with_}://${part}${apex}`),
      substring: {
        id: `substring-match-${id}`,
        kind: "substring-match",
        origin: `${with_}://${letters}${name}.${attacker}`,
        again: `${with_}://${otherLetters}${name}.${secondAttacker}`,
      },
    };
  }

  function lookAlikes(allowed: string): readonly OriginShape[] {
    const { hostname: name, protocol: with_ } = new URL(allowed);
    const cut = cutName(name);
    const again = dotlessNames(name, "z");
    return [
      ...dotlessNames(name, "x").map((made, index) =>
        fixed("unescaped-dot", made, `${with_}//${made}`, `${with_}//${again[index] ?? made}`),
      ),
      ...(cut === null ? [] : [fixed("substring-match", "cut", `${with_}//${cut}`)]),
    ];
  }

  function oddCharacters(allowed: string): readonly OriginShape[] {
    const { hostname: name, protocol: with_ } = new URL(allowed);
    // In Chromium alone; in Chromium and Firefox; in every engine. Who forbids one forbids those before it too, as a rule.
    return ["`", "$", "_"].map((character) =>
      attackers("special-character", character, (domain) => `${with_}//${name}${character}.${domain}`),
    );
  }

  function shape(kind: ProbeKind, id: string, make: (part: string) => string): OriginShape {
    return { kind, id: `${kind}-${id}`, origin: make(letters), again: make(otherLetters) };
  }

  function attackers(kind: ProbeKind, id: string, make: (domain: string) => string): OriginShape {
    return { kind, id: `${kind}-${id}`, origin: make(attacker), again: make(secondAttacker) };
  }

  function fixed(kind: ProbeKind, id: string, first: string, again = first): OriginShape {
    return { kind, id: `${kind}-${id}`, origin: first, again };
  }

  /** https://developer.chrome.com/docs/extensions/reference/manifest/key : 32 letters from a to p. */
  function extension(): string {
    const id = randomLetters(32).replace(/[q-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 16));
    return `chrome-extension://${id}`;
  }
}
