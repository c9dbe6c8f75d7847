import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import type { MessageReason } from "../../packages/cors/src/browser/message-patterns.ts";
import { parseMessage } from "../../packages/cors/src/browser/parse-message.ts";
import type { Verdict } from "../../packages/cors/src/browser/verdict.ts";

/**
 * What the model's reasons are worth against the browser's own words for one case: `silent` where the console names no
 * reason, or nothing was blocked.
 */
export type ReasonComparison = "equal" | "different" | "silent";

export function compareReasons(
  engine: BrowserEngine,
  messages: readonly string[],
  verdicts: readonly Verdict[],
): ReasonComparison {
  const expected = new Set<MessageReason>(
    verdicts.flatMap((verdict) => (verdict.type === "network error" ? [verdict.reason] : [])),
  );
  if (expected.size === 0) return "silent";
  const read = messages.map((message) => parseMessage(message)?.reasons ?? []);
  const printed = read
    .filter((_, index) => !isOfRefusedRedirect(engine, read[index - 1]))
    .filter((reasons) => !reasons.every((reason) => saysNothing(engine, reason, expected)));
  if (printed.length === 0) return "silent";
  const isSaid = [...expected].every((reason) => printed.some((reasons) => reasons.includes(reason)));
  const isMeant = printed.every((reasons) => reasons.some((reason) => expected.has(reason)));
  return isSaid && isMeant ? "equal" : "different";
}

/** Second lines and warnings. Firefox says after every failed preflight that the request did not succeed. */
function saysNothing(engine: BrowserEngine, reason: MessageReason, expected: ReadonlySet<MessageReason>): boolean {
  if (reason === "network") return engine === "firefox" && !expected.has("network");
  return reason === "follow-up" || reason === "generic" || reason === "deprecation-authorization-star";
}

/** Once Firefox has refused a preflight's redirect, it checks that response's headers all the same, and says what is wrong. */
function isOfRefusedRedirect(engine: BrowserEngine, before: readonly MessageReason[] | undefined): boolean {
  return engine === "firefox" && before?.length === 1 && before[0] === "preflight-redirect";
}
