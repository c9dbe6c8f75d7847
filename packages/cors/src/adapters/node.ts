/** CORS for node:http, its HTTP/2 compatibility API, and every framework that takes `(request, response, next)`. */
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { LivePolicy } from "./live-policy.ts";
import { handle, type NodeRequest, type NodeResponse } from "./node-policy.ts";

export type { CorsMessage, CorsOptions } from "./cors-options.ts";
export type { NodeRequest, NodeResponse } from "./node-policy.ts";

export type NodeMiddleware = ((request: NodeRequest, response: NodeResponse, next: () => void) => void) & Replaceable;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response when it is sent.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: PolicyInput, options?: CorsOptions): NodeMiddleware {
  const live = new LivePolicy(policyOrDocument, options);

  const middleware = (request: NodeRequest, response: NodeResponse, next: () => void): void => {
    const handlerRuns = handle(live, request, response, request.originalUrl ?? request.url ?? "");
    if (handlerRuns === true) next();
    else if (handlerRuns !== false) void handlerRuns.then((runs) => runs && next());
  };
  return Object.assign(middleware, live.replaceable);
}
