import { dependsOnOrigin, type NumberedRule } from "../numbered-rules.ts";
import {
  ambiguousPathExpression,
  caselessPathExpression,
  hasLetters,
  unambiguousPathExpression,
} from "../path-expression.ts";
import { all, ambiguousRule, matches, set, unset } from "./conditions.ts";
import { setVariable } from "./set-variable.ts";

/** `%{THE_REQUEST}` is the request line as it came: `GET /path?query HTTP/1.1`. */
const end = { alternatives: "[? ]|$", characters: "? " };
/** The method, and the authority of an absolute target, which is never given back. */
const start = "^[^ ]+ (?:[A-Za-z][A-Za-z0-9+.-]*://[^/\\\\? ]*)?+";

/** A `%` that begins no triplet: Apache answers 400. */
export const malformedTarget: string = `${start}[^? ]*%(?![0-9A-Fa-f]{2})`;

/**
 * The rule by the raw target, the first that matches: a target that an earlier rule covers in another case is met before the
 * rule that covers it as written, and is ambiguous.
 */
export function targetRules(rules: readonly NumberedRule[]): readonly string[] {
  const refuses = rules.some((rule) => rule.refuseUnlisted);
  const ambiguous = (expression: string): string => ruleLine(expression, ambiguousRule, refuses, "i");
  const lines: string[] = [];
  for (const rule of rules) {
    const { id, path } = rule;
    lines.push(`# ${id}: ${path.text}`, ruleLine(unambiguousPathExpression(path, end), id, dependsOnOrigin(rule)));
    if (hasLetters(path)) lines.push("# the same in another case", ambiguous(caselessPathExpression(path, end)));
  }
  return [...lines, "# //, .., \\, %2F and the like", ambiguous(ambiguousPathExpression(end))];
}

function ruleLine(expression: string, rule: string, varies: boolean, flags: "" | "i" = ""): string {
  const target = matches("%{THE_REQUEST}", start + expression, flags);
  const condition = all(set("CROSSCHECK_ROUTED"), unset("CROSSCHECK_RULE"), target);
  return setVariable("CROSSCHECK_RULE", rule, condition, varies ? ["CROSSCHECK_VARIES"] : []);
}
