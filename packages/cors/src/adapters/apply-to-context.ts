import type { Decision } from "../server/decision.ts";
import { applyToResponse, headersOfEmptyBody } from "./apply-to-response.ts";
import { applyWhenSent } from "./apply-when-sent.ts";
import type { HonoContext } from "./hono-context.ts";
import { changesAnything, type LivePolicy } from "./live-policy.ts";
import type { NodeResponse } from "./node-policy.ts";

/**
 * Applies a decision to what Hono answers.
 *
 * @param outgoing Node's response, where Hono runs on it: the head is then written there, so that no response has to be
 *   opened for its headers
 */
export function applyToContext(
  live: LivePolicy,
  context: HonoContext,
  next: () => Promise<void>,
  decision: Decision,
  outgoing: NodeResponse | undefined,
): Promise<void> {
  const { status } = decision;
  if (status !== undefined) {
    const empty = context.body(null, status, headersOfEmptyBody(status));
    replaceResponse(context, applyToResponse(empty, decision));
    return Promise.resolve();
  }
  if (!changesAnything(decision)) return next();
  if (outgoing === undefined) return applyAfter(live, context, next, decision);
  applyWhenSent(outgoing, decision, live.onConflict);
  return next();
}

async function applyAfter(
  { onConflict }: LivePolicy,
  context: HonoContext,
  next: () => Promise<void>,
  decision: Decision,
): Promise<void> {
  await next();
  const response = context.res;
  const applied = applyToResponse(response, decision, onConflict);
  if (applied !== response) replaceResponse(context, applied);
}

/** Without the old response: Hono would merge its headers into the new one's. */
function replaceResponse(context: HonoContext, response: Response): void {
  context.res = undefined;
  context.res = response;
}
