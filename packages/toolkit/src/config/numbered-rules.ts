import type { OriginPattern, Policy, Rule } from "@crosscheck/cors";

/** A rule and its number in the maps: 1 is the first. 0 is no rule; `ambiguous` is the rule of ambiguous targets. */
export interface NumberedRule extends Rule {
  readonly number: number;
}

export function numberedRules(policy: Policy): readonly NumberedRule[] {
  return policy.rules.map((rule, index) => ({ ...rule, number: index + 1 }));
}

/** The patterns of a rule, or none: `*` and `[]` need no comparison. */
export function patternsOf(rule: Rule): readonly OriginPattern[] {
  return rule.allowOrigins === "*" ? [] : rule.allowOrigins;
}

/** Whether a rule answers differently to different origins. */
export function dependsOnOrigin(rule: Rule): boolean {
  return patternsOf(rule).length > 0 || (rule.refuseUnlisted && rule.allowOrigins !== "*");
}

/** Whether every path has a rule. */
export function coversEverything(policy: Policy): boolean {
  return policy.rules.some(({ path }) => path.everythingBelow && path.segments.length === 0);
}
