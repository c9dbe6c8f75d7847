import type { DangerDocument } from "../policy/policy-document.ts";
import { quote } from "../policy/quote.ts";

/** What two layers did to one header. */
export interface Conflict {
  /** Absent for a target that is ambiguous. */
  readonly ruleId: string | undefined;
  readonly name: string;
  /** What the other layer set. */
  readonly value: string;
  /** What it was replaced with; absent when it was removed. */
  readonly ours: string | undefined;
}

export function describeConflict({ ruleId, name, value, ours }: Conflict): string {
  const rule = ruleId === undefined ? "a target that is ambiguous" : `the rule ${quote(ruleId)}`;
  return (
    `Two layers set CORS headers: under ${rule}, another one set ${name}: ${quote(value)}, and the policy ` +
    `${ours === undefined ? "removed it" : `replaced it with ${quote(ours)}`}. Both in one response would make browsers ` +
    "refuse it. Remove CORS from the other layer (a handler, a framework's option, another middleware). This is told " +
    "once a minute."
  );
}

export function describeExpiredDanger(ruleId: string, { allow, reason, expires }: DangerDocument): string {
  return (
    `The rule ${quote(ruleId)} still allows ${allow}, which expired after ${expires} ` +
    `(${quote(reason)}). Remove what needs it, or look at the risk again and set a later day.`
  );
}

export function describeFailure(ruleId: string, error: string): string {
  return (
    `The allowOrigins function of the rule ${quote(ruleId)} failed, so the origin was refused: ${error}. ` +
    "Further failures of this rule are not told for a minute."
  );
}
