import { corsResponseHeaderNames } from "@crosscheck/cors";
import { dependsOnOrigin, type NumberedRule } from "../numbered-rules.ts";
import { all, ambiguousRule, is, set } from "./conditions.ts";
import { quote, quoteValue } from "./quote.ts";

/**
 * mod_headers has two tables, and both are sent: what an application set may be in either. An unset that is not for every
 * request would leave the one of a refused origin.
 */
export function unsetHeaders(condition: string | null): readonly string[] {
  const when = condition === null ? "" : ` ${quote(`expr=${condition}`)}`;
  return ["onsuccess", "always"].flatMap((table) =>
    corsResponseHeaderNames.map((name) => `Header ${table} unset ${name}${when}`),
  );
}

/** The headers of one rule. */
export function ruleHeaders(rule: NumberedRule): readonly string[] {
  const chosen = is("CROSSCHECK_RULE", rule.id);
  const allowed = all(chosen, set("CROSSCHECK_ALLOWED"));
  const actual = all(chosen, is("CROSSCHECK_ANSWER", "actual"));
  const granted = all(chosen, is("CROSSCHECK_ANSWER", "granted"));
  const origin = rule.allowOrigins === "*" ? quote("*") : quote("expr=%{req_novary:Origin}");
  const preflight = "Access-Control-Request-Method, Access-Control-Request-Headers";
  return [
    ...(rule.allowOrigins.length === 0 ? [] : [header("Access-Control-Allow-Origin", origin, allowed)]),
    ...(rule.allowCredentials ? [header("Access-Control-Allow-Credentials", quote("true"), allowed)] : []),
    ...list("Access-Control-Expose-Headers", rule.exposeHeaders, actual),
    ...list("Access-Control-Allow-Methods", rule.allowMethods, granted),
    ...list("Access-Control-Allow-Headers", rule.allowHeaders, granted),
    ...(rule.maxAge === null ? [] : [header("Access-Control-Max-Age", quote(String(rule.maxAge)), granted)]),
    ...(dependsOnOrigin(rule) ? [vary("Origin", chosen)] : []),
    vary(preflight, all(chosen, set("CROSSCHECK_PREFLIGHT"))),
  ];
}

/** An ambiguous target is granted nothing; what the refusal depends on is said. */
export function ambiguousHeaders(refuses: boolean): readonly string[] {
  const chosen = is("CROSSCHECK_RULE", ambiguousRule);
  const preflight = "Access-Control-Request-Method, Access-Control-Request-Headers";
  return [...(refuses ? [vary("Origin", chosen)] : []), vary(preflight, all(chosen, set("CROSSCHECK_PREFLIGHT")))];
}

function header(name: string, value: string, condition: string): string {
  return `Header always set ${name} ${value} ${quote(`expr=${condition}`)}`;
}

function list(name: string, values: readonly string[], condition: string): readonly string[] {
  return values.length === 0 ? [] : [header(name, quoteValue(values.join(", ")), condition)];
}

function vary(names: string, condition: string): string {
  return `Header always merge Vary ${quote(names)} ${quote(`expr=${condition}`)}`;
}
