import type { OriginRule } from "./lint-target.ts";
import { meantLanguage, type OriginLanguage, originLanguage } from "./origin-language.ts";
import { type StepBudget, stepBudget, withinBudget } from "./step-budget.ts";

/** Whom a regular expression lets in, in the words of a policy. */
export interface RuleOrigins {
  readonly rule: OriginRule;
  /** Origins, `https://*.example.com`, `https://app.example.com:*`. */
  readonly patterns: readonly string[];
  /** An origin that it lets in and none of the patterns stands for; null where they are all. */
  readonly beyond: string | null;
  /** Whether it lets in names that nobody can have listed. */
  readonly isOpen: boolean;
}

const label = "[a-z0-9_][a-z0-9_-]*";
const hosts = `(?:${label}\\.)*${label}`;
const anyOrigin = `https?://${hosts}(?::[1-9][0-9]{0,4})?`;

/** A list is at most this long; what has more members has no end in the eyes of its author, either. */
const mostListed = 64;
const mostStars = 12;

/** Stand for a port that nobody lists. */
const oddPort = ":47113";

/** Null where the steps do not suffice, or no finite automaton stands for the expression. */
export function originsOfRule(rule: OriginRule, budget: StepBudget): RuleOrigins | null {
  return withinBudget(() => {
    const language = originLanguage(rule.source, rule.caseless, budget);
    if (language === null) return null;
    if (isIn(language, "https?://qxattackera\\.com") && isIn(language, "https?://qxattackerb\\.net")) {
      return { rule, patterns: [], beyond: "https://qxattackera.com", isOpen: true };
    }
    // A dot that was not escaped was meant as one: what else it lets in is beyond.
    const patterns = patternsOf(meantLanguage(rule.source, rule.caseless, budget) ?? language);
    return { rule, patterns, beyond: language.shortestOutside(anyOrigin, patterns.map(expressionOf)), isOpen: false };
  });
}

/** The same for all of them, as far as the steps go; each only once. */
export function originsOfRules(rules: readonly OriginRule[]): readonly RuleOrigins[] {
  const total = stepBudget(mostSteps);
  const found = new Map<string, RuleOrigins | null>();
  let listed = 0;
  for (const rule of rules) {
    const key = `${rule.caseless} ${rule.source}`;
    if (found.has(key)) continue;
    const origins = originsOfRule(rule, stepBudget(mostStepsPerRule, total));
    found.set(key, origins);
    listed += origins?.patterns.length ?? 0;
    if (listed > 200 || total.spent() > mostSteps) break;
  }
  return [...found.values()].filter((one) => one !== null);
}

const mostSteps = 3_000_000;
const mostStepsPerRule = 2_000_000;

/** Origins to ask with: those that are listed; of an expression that lists none, one for each pattern. */
export function namesOf(rules: readonly RuleOrigins[]): readonly string[] {
  return rules.flatMap(({ patterns }) => {
    const listed = patterns.filter((pattern) => !pattern.includes("*."));
    const shown = listed.length > 0 ? listed : patterns;
    return shown.map((pattern) => sampleOf(pattern, "app"));
  });
}

/** An origin that a pattern stands for. */
export function sampleOf(pattern: string, name: string, port = ""): string {
  return pattern.replace("://*.", `://${name}.`).replace(/:\*$/, port);
}

function isIn(language: OriginLanguage, wanted: string): boolean {
  return language.shortestIn(wanted) !== null;
}

function patternsOf(language: OriginLanguage): readonly string[] {
  const patterns: string[] = [];
  // With any port before without one: `:*` stands for both.
  for (const port of [oddPort, ""]) {
    const isAnyPort = port !== "";
    // Where anything may follow, a port is no more meant than the rest.
    if (isAnyPort && isIn(language, `https?://${hosts}${port}\\.qxz`)) continue;
    if (isAnyPort && !isIn(language, `https?://${hosts}${port}`)) continue;
    const add = (origin: string): void => {
      const pattern = isAnyPort ? origin.replace(oddPort, ":*") : origin;
      if (!patterns.includes(pattern)) patterns.push(pattern);
    };
    for (const scheme of ["https", "http"]) starsBelow(language, scheme, port, patterns, add);
    const others = language.wordsOutside(`https?://${hosts}${port}`, patterns.map(expressionOf), mostListed);
    for (const origin of others ?? openOnes(language, port, patterns)) add(origin);
  }
  const ported = `https?://${hosts}:[1-9][0-9]{0,4}`;
  // What is below a name is listed with its port by a star alone.
  const others = patterns.map((pattern) =>
    expressionOf(pattern.includes("*.") ? pattern.replace(/(?<!:\*)$/, ":*") : pattern),
  );
  const listed = language.wordsOutside(ported, others, mostListed);
  return [...patterns, ...(listed ?? [])];
}

/** Names below which any label is let in. */
function starsBelow(
  language: OriginLanguage,
  scheme: string,
  port: string,
  known: readonly string[],
  add: (origin: string) => void,
): void {
  const around: string[] = [];
  for (let count = 0; count < mostStars; count++) {
    const wanted = `${scheme}://crosschecka\\.${hosts}${port}`;
    const one = language.shortestOutside(wanted, [...known.map(expressionOf), ...around]);
    if (one === null) return;
    const parent = one.slice(`${scheme}://crosschecka.`.length);
    if (!isIn(language, `${scheme}://crosscheckb\\.${escaped(parent)}`)) return;
    add(`${scheme}://*.${parent}`);
    // Where letters before or after the name are let in, too, names with them are no list of its author's.
    around.push(`${scheme}://[a-z0-9._-]*${escaped(parent.replace(port, ""))}[a-z0-9._:-]*`);
  }
}

/** The names of an expression that lets in letters before or after them. */
function openOnes(language: OriginLanguage, port: string, known: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const scheme of ["https", "http"]) {
    const around: string[] = [];
    for (let count = 0; count < mostStars; count++) {
      const wanted = `${scheme}://${hosts}${port}`;
      const one = language.shortestOutside(wanted, [...known.map(expressionOf), ...around]);
      if (one === null) break;
      const host = one.slice(`${scheme}://`.length).replace(port, "");
      const isOpen =
        isIn(language, `${scheme}://qxz[a-z]*${escaped(host)}${port}`) ||
        isIn(language, `${scheme}://${escaped(host)}qxz${port}`);
      if (!isOpen || !host.includes(".")) break;
      found.push(one);
      around.push(`${scheme}://[a-z0-9._-]*${escaped(host)}[a-z0-9._:-]*`);
    }
  }
  return found;
}

/** A pattern of a policy as an expression. */
function expressionOf(pattern: string): string {
  return escaped(pattern)
    .replace(/:\\\*$/, "(?::[0-9]{1,5})?")
    .replace("://\\*\\.", `://(?:${label}\\.)+`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
