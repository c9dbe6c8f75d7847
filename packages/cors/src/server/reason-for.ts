import { longestSerializedOrigin } from "../http/serialized-origin.ts";
import type { DecisionReason } from "./decision.ts";

/** One shape for every reason: objects made by spreading cost as much as the rest of the decision. */
export function reasonFor(
  { id }: { readonly id: string | undefined },
  origin: string,
  code: DecisionReason["code"],
  pattern?: string,
  error?: unknown,
): DecisionReason {
  const shown = origin.length > longestSerializedOrigin ? origin.slice(0, longestSerializedOrigin) : origin;
  return { ruleId: id, origin: origin === "" ? undefined : shown, code, pattern, error } as DecisionReason;
}
