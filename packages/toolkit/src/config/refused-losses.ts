import type { Loss } from "./generated.ts";

/** Access that the policy does not give is given by nobody else, unless its loss is accepted by name. */
export function isRefused(loss: Loss, accepted: readonly string[]): boolean {
  if (loss.effect === "impossible") return true;
  return loss.effect === "widens" && loss.reachable && !accepted.includes(loss.id);
}

/** Why nothing is generated with these losses, and how to have it all the same. */
export function adviceFor(losses: readonly Loss[]): string {
  const widening = losses.filter(({ effect }) => effect === "widens").map(({ id }) => `--accept ${id}`);
  if (widening.length < losses.length) return "The server's language cannot say this policy.";
  return `The result would grant more than the policy. If that is acceptable: ${widening.join(" ")}.`;
}

/** A loss in one sentence with its name, its rule and what it does. */
export function describeLoss(target: string, { id, ruleId, effect, reachable, message }: Loss): string {
  const effects = {
    widens: "grants more",
    narrows: "grants less",
    neither: "grants the same",
    impossible: "impossible",
  };
  const reach = reachable ? "" : ", not to a browser";
  return `${target}: loss ${id}${ruleId === undefined ? "" : ` of rule ${ruleId}`} (${effects[effect]}${reach}): ${message}`;
}
