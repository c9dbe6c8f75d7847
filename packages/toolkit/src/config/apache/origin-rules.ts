import { type NumberedRule, patternsOf } from "../numbered-rules.ts";
import { isExactOrigin, originExpression } from "../origin-expression.ts";
import { prefixTreeExpressions } from "../prefix-tree.ts";
import { all, ambiguousRule, is, isListed, isOneOf, matches, set } from "./conditions.ts";
import { quote } from "./quote.ts";
import { setVariable } from "./set-variable.ts";

/** More exact origins than this are looked up by their first characters; fewer read better as a list. */
const longestReadableList = 50;
/** What a list in one condition may take of the 8,192 bytes of a line. */
const longestListText = 3_000;

/** Whether the origin is allowed: one directive for the exact origins and one for each pattern; a long list has its own. */
export function originRules(rules: readonly NumberedRule[], longestExpression: number): readonly string[] {
  return rules.flatMap((rule) => {
    const chosen = is("CROSSCHECK_RULE", rule.id);
    if (rule.allowOrigins === "*") return [setVariable("CROSSCHECK_ALLOWED", "1", chosen, ["CROSSCHECK_ANYONE"])];
    const exact = patternsOf(rule)
      .filter(isExactOrigin)
      .map(({ text }) => text);
    const wider = patternsOf(rule).filter((pattern) => !isExactOrigin(pattern));
    const long = exact.length > longestReadableList || exact.join().length > longestListText;
    return [
      ...(exact.length > 0 && !long ? [allow(rule, isListed("Origin", exact))] : []),
      ...wider.map((pattern) => allow(rule, matches("%{req_novary:Origin}", originExpression(pattern)))),
      ...(long ? listRules(rule, exact, longestExpression) : []),
    ];
  });
}

function allow(rule: NumberedRule, condition: string): string {
  const others = rule.allowCredentials ? (["CROSSCHECK_CREDENTIALS"] as const) : [];
  return setVariable("CROSSCHECK_ALLOWED", "1", all(is("CROSSCHECK_RULE", rule.id), condition), others);
}

/** A condition takes 8,192 bytes; SetEnvIf takes what PCRE does. */
function listRules(rule: NumberedRule, origins: readonly string[], longestExpression: number): readonly string[] {
  const listed = `CROSSCHECK_LISTED_${rule.number}` as const;
  return [
    `# ${origins.length} origins of ${rule.id}, by what they begin with: the cost grows with an origin's length alone`,
    ...prefixTreeExpressions(origins, longestExpression).map(
      (expression) => `SetEnvIf Origin ${quote(expression)} ${listed}=1`,
    ),
    allow(rule, set(listed)),
  ];
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
