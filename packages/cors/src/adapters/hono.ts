/** CORS for Hono, on every runtime: `app.use(cors(policy))`, for the application or for a path. */

import { isPromise } from "../server/decide.ts";
import { applyToContext } from "./apply-to-context.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import type { HonoContext } from "./hono-context.ts";
import { LivePolicy } from "./live-policy.ts";
import { decideForNode, type NodeRequest, type NodeResponse } from "./node-policy.ts";
import { decideForWeb } from "./web-policy.ts";

export type { CorsMessage, CorsOptions } from "./cors-options.ts";
export type { HonoContext } from "./hono-context.ts";

export type HonoMiddleware = ((context: HonoContext, next: () => Promise<void>) => Promise<void>) & Replaceable;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response once there is one: those of
 * `onError` and `notFound` too. Before that, `context.res` is not touched, which would make Hono copy every response.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: PolicyInput, options?: CorsOptions): HonoMiddleware {
  const live = new LivePolicy(policyOrDocument, options);

  // No async function: on Node there is mostly nothing to wait for but the handler.
  const middleware = (context: HonoContext, next: () => Promise<void>): Promise<void> => {
    const { incoming, outgoing } = nodeObjects(context);
    const { raw } = context.req;
    // What the client sent, where Node's request is at hand; elsewhere its URL, in which dot segments are resolved.
    const decision =
      incoming === undefined
        ? decideForWeb(live, raw, raw.url)
        : decideForNode(live, incoming, incoming.originalUrl ?? incoming.url ?? "");
    return isPromise(decision)
      ? decision.then((later) => applyToContext(live, context, next, later, outgoing))
      : applyToContext(live, context, next, decision, outgoing);
  };
  return Object.assign(middleware, live.replaceable);
}

/** Node's own request and response, where Hono runs on it: opening Hono's for their headers costs more than the rest. */
function nodeObjects({ env }: HonoContext): {
  readonly incoming?: NodeRequest | undefined;
  readonly outgoing?: NodeResponse | undefined;
} {
  const { incoming, outgoing } = (env ?? {}) as {
    readonly incoming?: Partial<NodeRequest>;
    readonly outgoing?: Partial<NodeResponse>;
  };
  return {
    incoming: Array.isArray(incoming?.rawHeaders) ? (incoming as NodeRequest) : undefined,
    outgoing: typeof outgoing?.writeHead === "function" ? (outgoing as NodeResponse) : undefined,
  };
}
