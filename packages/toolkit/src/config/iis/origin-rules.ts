import type { ConfigElement } from "./parse.ts";

/** An `<add origin>` of the CORS module. */
export interface OriginRule {
  readonly origin: string;
  readonly element: ConfigElement;
}

/** The rule that is `*` and the only one: its answer is the same for everybody. */
export function isOnlyStar(rules: readonly OriginRule[]): boolean {
  return rules.length === 1 && rules[0]?.origin === "*";
}

/** The most specific rule that an origin matches: an exact one, then the longest pattern, then `*`. */
export function matchedOrigin(rules: readonly OriginRule[], origin: string): OriginRule | null {
  const matching = rules.filter((rule) => matches(rule.origin.toLowerCase(), origin.toLowerCase()));
  return matching.toSorted((left, right) => specificity(right.origin) - specificity(left.origin))[0] ?? null;
}

function specificity(origin: string): number {
  return origin.includes("*") ? origin.length : 100_000;
}

/** `*`, `http://*`, `https://*.example.com` or an origin. How deep `*.` goes is not documented; here, as deep as it likes. */
function matches(pattern: string, origin: string): boolean {
  if (pattern === "*") return true;
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === origin;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return origin.startsWith(before) && origin.endsWith(after) && origin.length > before.length + after.length;
}
