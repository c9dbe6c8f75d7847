import type { Policy, RuleDocument } from "@crosscheck/cors";
import { describeLocated, type LocatedProblem } from "./located-problem.ts";

/** What `crosscheck check --json` prints. */
export interface PolicyCheck {
  readonly schema: "crosscheck/check@1";
  readonly file: string;
  readonly environment: string | null;
  /** failed when a problem is an error. */
  readonly verdict: "passed" | "failed";
  /** In the order of the file. */
  readonly problems: readonly CheckedProblem[];
  /** With sets and the environment applied; null when errors keep the policy from being made. */
  readonly rules: readonly RuleDocument[] | null;
  readonly dangers: readonly CheckedDanger[] | null;
}

interface CheckedProblem {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** From 1; null when it is about the whole file. */
  readonly line: number | null;
  readonly column: number | null;
  /** Keys and indexes from the root of the document; absent when it could not be read as one. */
  readonly path?: readonly (string | number)[];
  readonly suggestion?: string | number | boolean | readonly string[];
  /** Place, what, why and what to do: lines. */
  readonly message: string;
}

export interface CheckedDanger {
  readonly ruleId: string;
  readonly allow: string;
  readonly reason: string;
  readonly expires: string;
  /** Whole days after today, in UTC, on which it holds: 0 on its last day, negative when it is over. */
  readonly daysLeft: number;
}

/**
 * Puts together what is known of one policy file.
 *
 * @param policy the policy with expired dangers taken as if they held, so that they can be listed
 */
export function policyCheck(
  file: string,
  environment: string | null,
  problems: readonly LocatedProblem[],
  policy: Policy | null,
  now: Date,
): PolicyCheck {
  const failed = problems.some(({ severity }) => severity === "error");
  const dangers = policy?.rules.flatMap(({ id, danger }) =>
    danger.map((entry) => ({ ruleId: id, ...entry, daysLeft: daysLeft(entry.expires, now) })),
  );
  return {
    schema: "crosscheck/check@1",
    file,
    environment,
    verdict: failed ? "failed" : "passed",
    problems: problems.map(checkedProblem),
    rules: policy?.toJSON().rules ?? null,
    dangers: dangers ?? null,
  };
}

function checkedProblem(located: LocatedProblem): CheckedProblem {
  const { line, column, severity, problem } = located;
  const message = describeLocated(located);
  if ("message" in problem) return { code: problem.code, severity, line, column, message };
  const { code, path, suggestion } = problem;
  return { code, severity, line, column, path, ...(suggestion !== undefined && { suggestion }), message };
}

const day = 86_400_000;

/** @param expires the last day, as `2027-03-31` */
function daysLeft(expires: string, now: Date): number {
  return Math.round(Date.parse(`${expires}T00:00:00Z`) / day) - Math.floor(now.getTime() / day);
}
