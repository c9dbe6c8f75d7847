import { corsResponseHeaderNames } from "@crosscheck/cors";
import { dependsOnOrigin, type NumberedRule, patternsOf } from "../numbered-rules.ts";
import { all, is, set, unset, type Variable } from "./conditions.ts";
import { quote, quoteValue } from "./quote.ts";

/**
 * mod_headers has two tables, and both are sent: what an application set may be in either. An unset that is not for every
 * request would leave the one of a refused origin.
 */
export function unsetHeaders(variable: Variable | null): readonly string[] {
  const when = variable === null ? "" : ` env=${variable}`;
  return ["onsuccess", "always"].flatMap((table) =>
    corsResponseHeaderNames.map((name) => `Header ${table} unset ${name}${when}`),
  );
}

/** What every rule says in the same words. A variable is looked up in a tenth of the time that an expression takes. */
export function commonHeaders(rules: readonly NumberedRule[]): readonly string[] {
  const varies = rules.some(dependsOnOrigin) || rules.some((rule) => rule.refuseUnlisted);
  const header = (name: string, value: string, variable: Variable): string =>
    `Header always set ${name} ${quote(value)} env=${variable}`;
  const vary = (names: string, variable: Variable): string =>
    `Header always merge Vary ${quote(names)} env=${variable}`;
  return [
    ...(rules.some((rule) => patternsOf(rule).length > 0)
      ? [header("Access-Control-Allow-Origin", "expr=%{req_novary:Origin}", "CROSSCHECK_ALLOWED")]
      : []),
    ...(rules.some((rule) => rule.allowOrigins === "*")
      ? [header("Access-Control-Allow-Origin", "*", "CROSSCHECK_ANYONE")]
      : []),
    ...(rules.some((rule) => rule.allowCredentials)
      ? [header("Access-Control-Allow-Credentials", "true", "CROSSCHECK_CREDENTIALS")]
      : []),
    ...(varies ? [vary("Origin", "CROSSCHECK_VARIES")] : []),
    vary("Access-Control-Request-Method, Access-Control-Request-Headers", "CROSSCHECK_PREFLIGHT"),
  ];
}

/** What one rule says in its own words. */
export function ruleHeaders(rule: NumberedRule): readonly string[] {
  const chosen = is("CROSSCHECK_RULE", rule.id);
  const actual = all(set("CROSSCHECK_ALLOWED"), unset("CROSSCHECK_PREFLIGHT"), chosen);
  const granted = all(is("CROSSCHECK_ANSWER", "granted"), chosen);
  const maxAge = rule.maxAge === null ? [] : [String(rule.maxAge)];
  return [
    ...list("Access-Control-Expose-Headers", rule.exposeHeaders, actual),
    ...list("Access-Control-Allow-Methods", rule.allowMethods, granted),
    ...list("Access-Control-Allow-Headers", rule.allowHeaders, granted),
    ...list("Access-Control-Max-Age", maxAge, granted),
  ];
}

function list(name: string, values: readonly string[], condition: string): readonly string[] {
  if (values.length === 0) return [];
  return [`Header always set ${name} ${quoteValue(values.join(", "))} ${quote(`expr=${condition}`)}`];
}
