import { describe } from "./describe.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";
import type { LoneRuleDocument, PolicyDocument } from "./policy-document.ts";
import { isPolicy } from "./print-policy.ts";
import type { Problem } from "./problem.ts";

/** More sentences than this are left to `problems`. */
const mostSentences = 100;

/** A document that is no policy. Its message has every problem's sentence. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.filter((problem) => problem.severity === "error").length;
    const sentences = problems.slice(0, mostSentences).map(describe);
    const rest = problems.length - sentences.length;
    if (rest > 0) sentences.push(`And ${rest} more: see the error's problems.`);
    super(`The CORS policy has ${count === 1 ? "an error" : `${count} errors`}.\n\n${sentences.join("\n\n")}`);
    this.problems = problems;
  }
}

/**
 * Makes a policy of a document in code, a whole one or one rule alone; a policy is given back as it is.
 *
 * @throws {PolicyError} with every problem at once.
 */
export function definePolicy<
  const SetName extends string = never,
  const Entry extends string = string,
  const RuleId extends string = string,
>(
  document: PolicyDocument<SetName, Entry, RuleId> | LoneRuleDocument<SetName, Entry, RuleId> | Policy<RuleId>,
): Policy<RuleId> {
  if (isPolicy(document)) return document as Policy<RuleId>;
  const { policy, problems } = parsePolicy(document);
  if (policy === null) throw new PolicyError(problems);
  return policy as Policy<RuleId>;
}
