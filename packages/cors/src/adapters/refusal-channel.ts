import type { Decision } from "../server/decision.ts";

/** As much of Node's diagnostics channel as is needed. */
interface RefusalChannel {
  readonly hasSubscribers: boolean;
  publish(message: { readonly decision: Decision; readonly method: string; readonly target: string }): void;
}

/**
 * `crosscheck:cors:refused` of `node:diagnostics_channel`, where the runtime has one: Node from 20.16 and 22.3 on, Deno, Bun.
 * Not by an import, which other runtimes refuse.
 */
export const refusals: RefusalChannel | undefined = openChannel();

function openChannel(): RefusalChannel | undefined {
  if (typeof process !== "object" || typeof process.getBuiltinModule !== "function") return undefined;
  return process.getBuiltinModule("node:diagnostics_channel")?.channel("crosscheck:cors:refused") as
    | RefusalChannel
    | undefined;
}

/** Whether a decision gives nothing to an origin that asked: refused, or answered so that no page of it can read. */
export function isDenial({ kind, status, set, reason }: Decision): boolean {
  if (status === 403) return true;
  if (kind !== "actual" || set.length > 0 || reason.origin === undefined) return false;
  return reason.code !== "self-origin" && reason.code !== "same-origin-fetch";
}
