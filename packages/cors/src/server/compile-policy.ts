import type { PathPattern, PathSegment, Policy, Rule } from "../policy/policy.ts";
import { compiledOnce } from "../policy/print-policy.ts";
import { type CompiledRule, compileRule, refusingRule } from "./compile-rule.ts";

/** A policy as `decide` reads it. */
export interface CompiledPolicy {
  readonly rules: readonly CompiledRule[];
  readonly paths: readonly PathPattern[];
  /** The same paths in lower case. */
  readonly foldedPaths: readonly PathPattern[];
  /** Whether no literal of a path has an upper-case letter, so that a lower-case target needs one search only. */
  readonly pathsAreFolded: boolean;
  /** The first rule, if it covers every path: mostly it is the only one. */
  readonly everywhere: CompiledRule | null;
  /** What an ambiguous target gets. */
  readonly ambiguous: CompiledRule;
  /** The first rule whose function is declared as async. */
  readonly asyncRule: string | null;
}

/** Compiles a policy once. Throws a TypeError for anything that `definePolicy` or `parsePolicy` did not make. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  return compiledOnce(policy, "decide()", compile);
}

function compile(policy: Policy): CompiledPolicy {
  const foldedPaths = policy.rules.map((rule) => foldCase(rule.path));
  const rules = policy.rules.map(compileRule);
  return {
    rules,
    paths: policy.rules.map(({ path }) => path),
    foldedPaths,
    pathsAreFolded: policy.rules.every(({ path }) => path.segments.every(isFolded)),
    everywhere:
      rules.find(({ path }, index) => index === 0 && path.everythingBelow && path.segments.length === 0) ?? null,
    ambiguous: compileAmbiguous(policy.rules),
    asyncRule: policy.rules.find(({ originFunction }) => isAsync(originFunction))?.id ?? null,
  };
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
  return { ...pattern, segments: pattern.segments.map(foldSegment) };
}

function foldSegment(segment: PathSegment): PathSegment {
  return "literal" in segment ? { literal: segment.literal.toLowerCase() } : segment;
}

function isFolded(segment: PathSegment): boolean {
  return !("literal" in segment) || segment.literal === segment.literal.toLowerCase();
}
