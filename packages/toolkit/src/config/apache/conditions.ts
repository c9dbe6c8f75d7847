import { escapeExpression } from "../path-expression.ts";

/** The environment variables in which a request's answer is worked out. */
export type Variable =
  | "CROSSCHECK_ROUTED"
  | "CROSSCHECK_RULE"
  | "CROSSCHECK_VARIES"
  | "CROSSCHECK_PREFLIGHT"
  | `CROSSCHECK_LISTED_${number}`
  | "CROSSCHECK_ALLOWED"
  | "CROSSCHECK_ANYONE"
  | "CROSSCHECK_CREDENTIALS"
  | "CROSSCHECK_OURS"
  | "CROSSCHECK_ANSWER";

/** Rule names have no parenthesis. */
export const ambiguousRule = "(ambiguous)";

/** Conditions in Apache's expression syntax. https://httpd.apache.org/docs/2.4/expr.html */
export const set = (variable: Variable): string => `-n reqenv('${variable}')`;
export const unset = (variable: Variable): string => `-z reqenv('${variable}')`;
export const is = (variable: Variable, value: string): string => `reqenv('${variable}') == '${value}'`;
export const sent = (header: string): string => `-n req_novary('${header}')`;
export const all = (...conditions: readonly string[]): string => conditions.join(" && ");

/** No path and no origin has the delimiter. */
export function matches(subject: string, expression: string, flags: "" | "i" = ""): string {
  return `${subject} =~ m#${expression}#${flags}`;
}

export function isOneOf(header: string, values: readonly string[]): string {
  return matches(`%{req_novary:${header}}`, `^(?:${values.map(escapeExpression).join("|")})$`);
}

/** Compared as they are. No origin has a quote. */
export function isListed(header: string, values: readonly string[]): string {
  const texts = values.map((value) => `'${value}'`);
  return `req_novary('${header}') in { ${texts.join(", ")} }`;
}
