import { type NumberedRule, patternsOf } from "../numbered-rules.ts";
import { originExpression } from "../origin-expression.ts";
import { all, ambiguousRule, is, isOneOf, matches } from "./conditions.ts";
import { setVariable } from "./set-variable.ts";

/** One expression a directive reads best; a longer list goes by this many. */
const longestReadableList = 50;

/** Whether the origin is allowed: one directive a pattern, or for a long list one for every fifty. */
export function originRules(rules: readonly NumberedRule[]): readonly string[] {
  return rules.flatMap((rule) => {
    const chosen = is("CROSSCHECK_RULE", rule.id);
    if (rule.allowOrigins === "*") return [setVariable("CROSSCHECK_ALLOWED", "1", chosen)];
    const expressions = patternsOf(rule).map(originExpression);
    const groups = expressions.length > longestReadableList ? inGroups(expressions) : expressions;
    return groups.map((group) =>
      setVariable("CROSSCHECK_ALLOWED", "1", all(chosen, matches("%{req_novary:Origin}", group))),
    );
  });
}

function inGroups(expressions: readonly string[]): readonly string[] {
  const count = Math.ceil(expressions.length / longestReadableList);
  return Array.from({ length: count }, (_, index) =>
    expressions.slice(index * longestReadableList, (index + 1) * longestReadableList).join("|"),
  );
}

/** For rules that refuse unlisted origins: whether the origin is the server's own, or the request comes from its own pages. */
export function ownOriginRules(rules: readonly NumberedRule[]): readonly string[] {
  const lists = rules.map((rule) => [rule.id, rule.selfOrigins] as const);
  const every = [...new Set(rules.flatMap((rule) => rule.selfOrigins))];
  return [
    ...[...lists, [ambiguousRule, every] as const].map(([rule, origins]) =>
      setVariable("CROSSCHECK_OURS", "1", all(is("CROSSCHECK_RULE", rule), isOneOf("Origin", origins))),
    ),
    setVariable("CROSSCHECK_OURS", "1", isOneOf("Sec-Fetch-Site", ["same-origin", "none"])),
  ];
}
