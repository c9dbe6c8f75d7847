/** The same in short, for bundles that are not for Node. */
import type { DangerDocument } from "../policy/policy-document.ts";
import { quote } from "../policy/quote.ts";
import type { Conflict } from "./warning-sentences.ts";

export function describeConflict({ ruleId, name, value, ours }: Conflict): string {
  return `Rule ${quote(ruleId)}: another layer set ${name}: ${quote(value)}; it is now ${quote(ours)}.`;
}

export function describeExpiredDanger(ruleId: string, { allow, expires }: DangerDocument): string {
  return `Rule ${quote(ruleId)}: ${allow} expired after ${expires}.`;
}

export function describeFailure(ruleId: string, error: string): string {
  return `Rule ${quote(ruleId)}: allowOrigins failed, and refused: ${error}.`;
}
