import { registrableDomain } from "../scan/registrable-domain.ts";
import type { OriginRule } from "./lint-target.ts";
import { meantLanguage, originLanguage } from "./origin-language.ts";
import { type StepBudget, stepBudget } from "./step-budget.ts";

/** Two origins of independent attackers that a rule lets in, and the shape that they have. */
export interface OriginAttack {
  readonly kind: "prefix-match" | "suffix-match" | "substring-match" | "unescaped-dot";
  readonly origins: readonly [string, string];
}

const label = "[a-z0-9][a-z0-9-]*";
const below = `(?:${label}\\.)*`;

/** Whole origins, anchored, their dots escaped, in groups and with parts that may be left out: it lets in nobody else. */
const plainList = /^\^(?:[\w:/-]|\\[./-]|\(\?:|[()|?])+\$$/;

/** An alternative outside of groups is not anchored at both ends. */
function isPlainList(source: string): boolean {
  if (!plainList.test(source)) return false;
  let depth = 0;
  for (const character of source) {
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) return false;
  }
  return true;
}

/**
 * Origins that anybody can register and a rule lets in. `names` are the hosts that the configuration means: what has a
 * registrable domain with one of them is its owner's.
 *
 * @throws TooManySteps
 */
export function attackOriginRule(
  rule: OriginRule,
  names: readonly string[],
  budget: StepBudget = stepBudget(1_000_000),
): readonly OriginAttack[] {
  if (isPlainList(rule.source)) return [];
  const language = originLanguage(rule.source, rule.caseless, budget);
  if (language === null) return [];
  const domains = new Set(names.map((name) => registrableDomain(`https://${name}/`)));
  const owned = [...domains].flatMap((domain) => (domain === null ? [] : [`https?://${below}${escaped(domain)}`]));
  // Most rules let in their owner's names alone; one question tells that of all attacks at once.
  if (language.shortestOutside(`https?://${below}${label}\\.[a-z]+`, owned) === null) return [];
  const attacks: OriginAttack[] = [];
  const meant = meantLanguage(rule.source, rule.caseless, budget);
  // A name of the attacker's own, whatever stands before it.
  add(
    "prefix-match",
    ["qxattackera", "qxattackerb"].map((own) => `https?://${below}${own}\\.(?:com|net|org)`),
  );
  for (const name of new Set(names)) {
    const literal = escaped(name);
    // The end of a name, without its dot.
    add(
      "suffix-match",
      ["qxa", "qxb"].map((own) => `https?://${own}[a-z0-9-]*${literal}`),
    );
    add(
      "substring-match",
      ["qxattackera", "qxattackerb"].map((own) => `https?://${label}${literal}[a-z0-9.-]*\\.${own}\\.com`),
    );
    // Only where a dot of the expression is what lets them in.
    for (const dotless of meant === null ? [] : dotlessPatterns(name)) {
      if (dotless.every((pattern) => meant?.shortestIn(pattern) === null)) add("unescaped-dot", dotless);
    }
  }
  return attacks;

  function add(kind: OriginAttack["kind"], wanted: readonly string[]): void {
    const [pattern = "", other = ""] = wanted;
    const first = language?.shortestIn(pattern);
    if (first == null) return;
    const domain = registrableDomain(first);
    if (domain !== null && domains.has(domain)) return;
    const second = language?.shortestIn(other);
    if (second != null) attacks.push({ kind, origins: [first, second] });
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
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
