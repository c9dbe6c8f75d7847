import { registrableDomain } from "../scan/registrable-domain.ts";
import type { OriginRule } from "./lint-target.ts";
import { type OriginLanguage, originLanguage } from "./origin-language.ts";

/** Two origins of independent attackers that a rule lets in, and the shape that they have. */
export interface OriginAttack {
  readonly kind: "prefix-match" | "suffix-match" | "substring-match" | "unescaped-dot";
  readonly origins: readonly [string, string];
}

const label = "[a-z0-9][a-z0-9-]*";
const below = `(?:${label}\\.)*`;

/** One origin, anchored, its dots escaped: it lets in nobody else. */
const plainOrigin = /^\^https?:\\?\/\\?\/(?:[\w-]|\\[.-])+(?::\d+)?\$$/;

/**
 * Origins that anybody can register and a rule lets in. `names` are the hosts that the configuration means: what has a
 * registrable domain with one of them is its owner's.
 */
export function attackOriginRule(rule: OriginRule, names: readonly string[]): readonly OriginAttack[] {
  if (plainOrigin.test(rule.source)) return [];
  const language = originLanguage(rule.source, rule.caseless);
  if (language === null) return [];
  const attacks: OriginAttack[] = [];
  const domains = new Set(names.map((name) => registrableDomain(`https://${name}/`)));
  // A name of the attacker's own, whatever stands before it.
  add(
    "prefix-match",
    ["qxattackera", "qxattackerb"].map((own) => `https?://${below}${own}\\.(?:com|net|org)`),
  );
  for (const name of new Set(names)) {
    const literal = name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    // The end of a name, without its dot.
    add(
      "suffix-match",
      ["qxa", "qxb"].map((own) => `https?://${own}[a-z0-9-]*${literal}`),
    );
    add(
      "substring-match",
      ["qxattackera", "qxattackerb"].map((own) => `https?://${label}${literal}[a-z0-9.-]*\\.${own}\\.com`),
    );
    for (const dotless of dotlessPatterns(name)) add("unescaped-dot", dotless);
  }
  return attacks;

  function add(kind: OriginAttack["kind"], wanted: readonly string[]): void {
    const [first, second] = wanted.map((pattern) => (language as OriginLanguage).shortestIn(pattern));
    if (first == null || second == null) return;
    const domain = registrableDomain(first);
    if (domain === null || !domains.has(domain)) attacks.push({ kind, origins: [first, second] });
  }
}

/** A letter where a dot is: two of them, for every dot but the one before the top-level domain. */
function dotlessPatterns(host: string): readonly (readonly string[])[] {
  const dots = [...host.matchAll(/\./g)].slice(0, -1);
  return dots.map(({ index }) =>
    ["x", "z"].map((letter) => {
      const made = `${host.slice(0, index)}${letter}${host.slice(index + 1)}`;
      return `https?://${below}${made.replaceAll(".", "\\.")}`;
    }),
  );
}
