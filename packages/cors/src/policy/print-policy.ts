import type { Policy, Rule } from "./policy.ts";
import type { PolicyDocument, RuleDocument } from "./policy-document.ts";

const policies = new WeakSet<object>();

/** Whether a value is a policy that this module validated. */
export function isPolicy(value: unknown): value is Policy {
  return typeof value === "object" && value !== null && policies.has(value);
}

/** A frozen policy of validated rules. */
export function registerPolicy(rules: readonly Rule[]): Policy {
  const policy: Policy = Object.freeze({ rules: Object.freeze(rules), toJSON });
  policies.add(policy);
  return policy;
}

function toJSON(this: Policy): PolicyDocument {
  return printPolicy(this);
}

/**
 * The document of a policy: sets and the environment are applied, durations are seconds, what has its default is left out.
 * Parsing it gives the policy again.
 */
export function printPolicy(policy: Policy): PolicyDocument {
  return { version: 1, rules: policy.rules.map(printRule) };
}

function printRule(rule: Rule): RuleDocument {
  const { id, path, allowOrigins, allowCredentials, maxAge, refuseUnlisted } = rule;
  const document = {
    id,
    path: path.text,
    // JSON has no functions, so the text of such a document has no allowOrigins, and is no policy.
    allowOrigins: rule.originFunction ?? printOrigins(allowOrigins),
    ...(allowCredentials && { allowCredentials }),
    ...list("allowMethods", rule.allowMethods),
    ...list("allowHeaders", rule.allowHeaders),
    ...list("exposeHeaders", rule.exposeHeaders),
    ...(maxAge !== null && { maxAge }),
    ...(refuseUnlisted && { refuseUnlisted }),
    ...list("selfOrigins", rule.selfOrigins),
    ...list("danger", rule.danger),
    ...list("variesOn", rule.variesOn ?? []),
  };
  // A validated rule never has `*` and credentials together, which is all that RuleDocument's union excludes.
  return document as RuleDocument;
}

function printOrigins(allowOrigins: Rule["allowOrigins"]): "*" | readonly string[] {
  return allowOrigins === "*" ? "*" : allowOrigins.map((pattern) => pattern.text);
}

function list(key: string, entries: readonly unknown[]): Readonly<Record<string, readonly unknown[]>> {
  return entries.length === 0 ? {} : { [key]: [...entries] };
}
