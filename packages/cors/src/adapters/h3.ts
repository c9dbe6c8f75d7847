/** CORS for h3 2, on every runtime: `app.use(cors(policy))`. */

import { applyToEvent, type EventHeaders } from "./apply-to-event.ts";
import { headersOfEmptyBody } from "./apply-to-response.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { changesAnything, LivePolicy } from "./live-policy.ts";
import { handle, type NodeRequest, type NodeResponse } from "./node-policy.ts";
import { decideForWeb } from "./web-policy.ts";

export type { CorsMessage, CorsOptions } from "./cors-options.ts";

/** As much of h3's event as is needed. */
export interface H3Event extends EventHeaders {
  readonly req: Request;
  /** Node's request and response, without their types, which other runtimes lack. */
  readonly runtime?: { readonly node?: { readonly req: unknown; readonly res?: unknown } | undefined } | undefined;
}

export type H3Middleware = ((event: H3Event, next: () => unknown) => unknown) & Replaceable;

/** What h3 takes for "the answer is sent". */
const handled: symbol = Symbol.for("h3.handled");

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response: on Node when it is sent, whatever
 * made it; elsewhere on what the handler returns or throws, so a `Response` that `onError` returns goes without.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: PolicyInput, options?: CorsOptions): H3Middleware {
  const live = new LivePolicy(policyOrDocument, options);

  const middleware = (event: H3Event, next: () => unknown): unknown => {
    const { req, res } = event.runtime?.node ?? {};
    if (req === undefined || res === undefined) return answer(live, event, next);
    const { originalUrl, url = "" } = req as NodeRequest;
    const handlerRuns = handle(live, req as NodeRequest, res as NodeResponse, originalUrl ?? url);
    if (typeof handlerRuns === "boolean") return handlerRuns ? next() : handled;
    return handlerRuns.then((runs) => (runs ? next() : handled));
  };
  return Object.assign(middleware, live.replaceable);
}

async function answer(live: LivePolicy, event: H3Event, next: () => unknown): Promise<unknown> {
  const decision = await decideForWeb(live, event.req, event.req.url);
  if (!changesAnything(decision)) return next();
  const { status } = decision;
  if (status !== undefined) {
    return applyToEvent(event, new Response(null, { status, headers: headersOfEmptyBody(status) }), decision);
  }
  try {
    return applyToEvent(event, await next(), decision, live.onConflict);
  } catch (error) {
    throw applyToEvent(event, error, decision, live.onConflict);
  }
}
