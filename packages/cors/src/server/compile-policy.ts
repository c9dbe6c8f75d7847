import type { PathPattern, Policy, Rule } from "../policy/policy.ts";
import { isPolicy } from "../policy/print-policy.ts";
import { type CompiledRule, compileRule, refusingRule } from "./compile-rule.ts";

/** A policy as `decide` reads it. */
export interface CompiledPolicy {
  readonly rules: readonly CompiledRule[];
  readonly paths: readonly PathPattern[];
  /** The same paths in lower case. */
  readonly foldedPaths: readonly PathPattern[];
  /** Whether no literal of a path has an upper-case letter, so that a lower-case target needs one search only. */
  readonly pathsAreFolded: boolean;
  /** What an ambiguous target gets. */
  readonly ambiguous: CompiledRule;
  /** The first rule whose function is declared as async. */
  readonly asyncRule: string | null;
}

const compiled = new WeakMap<Policy, CompiledPolicy>();

/** Compiles a policy once. Throws a TypeError for anything that `definePolicy` or `parsePolicy` did not make. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const known = compiled.get(policy);
  if (known !== undefined) return known;
  if (!isPolicy(policy)) {
    throw new TypeError(
      "decide() was not given a policy: an unvalidated document could grant what no policy can. Make one with definePolicy(document).",
    );
  }
  const foldedPaths = policy.rules.map((rule) => foldCase(rule.path));
  const fresh: CompiledPolicy = {
    rules: policy.rules.map(compileRule),
    paths: policy.rules.map(({ path }) => path),
    foldedPaths,
    pathsAreFolded: policy.rules.every((rule, index) => samePath(rule.path, foldedPaths[index])),
    ambiguous: compileAmbiguous(policy.rules),
    asyncRule: policy.rules.find(({ originFunction }) => isAsync(originFunction))?.id ?? null,
  };
  compiled.set(policy, fresh);
  return fresh;
}

function isAsync(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object AsyncFunction]";
}

/** A rule with no origins, which refuses what is unlisted if any rule does. */
function compileAmbiguous(rules: readonly Rule[]): CompiledRule {
  const refusing = rules.filter((rule) => rule.refuseUnlisted);
  return refusingRule(refusing.length > 0, new Set(refusing.flatMap((rule) => rule.selfOrigins)));
}

function foldCase(pattern: PathPattern): PathPattern {
  const segments = pattern.segments.map((segment) =>
    "literal" in segment ? { literal: segment.literal.toLowerCase() } : segment,
  );
  return { ...pattern, segments };
}

function samePath(pattern: PathPattern, folded: PathPattern | undefined): boolean {
  return pattern.segments.every((segment, index) => {
    const other = folded?.segments[index];
    return !("literal" in segment) || (other !== undefined && "literal" in other && other.literal === segment.literal);
  });
}
