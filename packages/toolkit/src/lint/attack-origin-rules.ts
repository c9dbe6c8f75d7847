import { attackOriginRule, type OriginAttack } from "./attack-origin-rule.ts";
import type { OriginRule } from "./lint-target.ts";
import { type StepBudget, stepBudget, withinBudget } from "./step-budget.ts";

/** So many rules with a hole say enough. */
const mostHoles = 12;
/** A few seconds of a processor, and what one rule may have of them. */
const mostSteps = 6_000_000;
const mostStepsPerRule = 2_000_000;

interface AttackedRules {
  readonly attacks: readonly OriginAttack[];
  /** Rules that were too large to decide whom they let in, or came after too many. */
  readonly undecided: readonly OriginRule[];
}

/** Rules of one text once; what is given up on after so many is told by nobody else. */
export function attackOriginRules(
  rules: readonly OriginRule[],
  names: readonly string[],
  total: StepBudget = stepBudget(mostSteps),
): AttackedRules {
  const attacks: OriginAttack[] = [];
  const undecided: OriginRule[] = [];
  const seen = new Set<string>();
  let holes = 0;
  for (const rule of rules) {
    const key = `${rule.caseless} ${rule.source}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const found = withinBudget(() => attackOriginRule(rule, names, stepBudget(mostStepsPerRule, total)));
    if (found === null) undecided.push(rule);
    attacks.push(...(found ?? []));
    if (found !== null && found.length > 0) holes++;
    if (holes >= mostHoles) break;
  }
  return { attacks, undecided };
}
