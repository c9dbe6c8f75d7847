import type { Policy, Rule } from "./policy.ts";
import type { PolicyDocument, RuleDocument } from "./policy-document.ts";
import type { Problem } from "./problem.ts";

/** What only this module makes, so that a policy is one that was validated. */
class ValidPolicy implements Policy {
  readonly rules: readonly Rule[];
  readonly #warnings: readonly Problem[];
  #compiled: unknown;

  constructor(rules: readonly Rule[], warnings: readonly Problem[]) {
    this.rules = Object.freeze(rules);
    this.#warnings = Object.freeze(warnings);
    Object.freeze(this);
  }

  get warnings(): readonly Problem[] {
    return this.#warnings;
  }

  toJSON(): PolicyDocument {
    return printPolicy(this);
  }

  static has(value: unknown): value is ValidPolicy {
    return typeof value === "object" && value !== null && #compiled in value;
  }

  static compiled<Compiled>(policy: ValidPolicy, compile: (policy: Policy) => Compiled): Compiled {
    policy.#compiled ??= compile(policy);
    return policy.#compiled as Compiled;
  }
}

/** Whether a value is a policy that this module made. */
export function isPolicy(value: unknown): value is Policy {
  return ValidPolicy.has(value);
}

/** A frozen policy of validated rules, and what is worth a look in it. */
export function registerPolicy(rules: readonly Rule[], warnings: readonly Problem[]): Policy {
  return new ValidPolicy(rules, warnings);
}

/** @throws {TypeError} for anything that is no policy, which could grant what none can. */
export function assertPolicy(value: unknown, who: string): asserts value is Policy {
  if (!isPolicy(value)) throw notAPolicy(who);
}

function notAPolicy(who: string): TypeError {
  return new TypeError(
    `${who} was not given a policy: an unvalidated document could grant what no policy can. Make one with definePolicy(document).`,
  );
}

/**
 * What a policy is compiled to, by the one function that compiles: made once, and kept with the policy.
 *
 * @throws {TypeError} for anything that is no policy.
 */
export function compiledOnce<Compiled>(value: unknown, who: string, compile: (policy: Policy) => Compiled): Compiled {
  if (ValidPolicy.has(value)) return ValidPolicy.compiled(value, compile);
  throw notAPolicy(who);
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
