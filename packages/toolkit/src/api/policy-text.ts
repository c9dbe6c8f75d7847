import type { Policy } from "@crosscheck/cors";
import type { LocatedProblem } from "../policy-file/located-problem.ts";
import type { DocumentFormat } from "../policy-file/parse-document.ts";
import { type PolicyCheck, policyCheck } from "../policy-file/policy-check.ts";
import { readPolicyText } from "../policy-file/read-policy-file.ts";

export interface PolicyText {
  readonly policy: string;
  readonly environment?: string;
}

export interface CheckedPolicyText {
  readonly check: PolicyCheck;
  /** Null when a problem is an error. */
  readonly policy: Policy | null;
  readonly problems: readonly LocatedProblem[];
}

/** A policy in code is never taken from a text: reading it would run it. */
export function policyFileName(text: string): string {
  return `crosscheck.policy.${formatOf(text) === "yaml" ? "yaml" : "jsonc"}`;
}

/** JSON with comments where the first thing is a brace or a comment of its own, else YAML. */
function formatOf(text: string): DocumentFormat {
  return /^\s*(?:\{|\/\/|\/\*)/.test(text) ? "jsonc" : "yaml";
}

/** What `crosscheck check` does with a file, done with a text. */
export function checkPolicyText({ policy: text, environment }: PolicyText, now: Date): CheckedPolicyText {
  const file = policyFileName(text);
  const read = (at: Date) =>
    readPolicyText(text, formatOf(text), file, { now: at, ...(environment === undefined ? {} : { environment }) });
  const { policy, problems } = read(now);
  // Read as of a day on which nothing had expired: a danger that has must be listed too.
  const listed = policy ?? read(new Date(0)).policy;
  return { check: policyCheck(file, environment ?? null, problems, listed, now), policy, problems };
}
