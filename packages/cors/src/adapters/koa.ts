/** CORS for Koa: `app.use(cors(policy))`, before whatever answers. */
import type { Policy } from "../policy/policy.ts";
import type { LoneRuleDocument, PolicyDocument } from "../policy/policy-document.ts";
import { cors as corsForNode, type NodeRequest, type NodeResponse } from "./node.ts";

/** As much of Koa's context as is needed. */
export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  readonly originalUrl: string;
  respond?: boolean;
}

/** Of any context, so that an application keeps its own type. */
export type KoaMiddleware = <Context extends KoaContext>(
  context: Context,
  next: () => Promise<unknown>,
) => Promise<void>;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response when it is sent: of errors too,
 * whose headers Koa clears.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: Policy | PolicyDocument | LoneRuleDocument): KoaMiddleware {
  const middleware = corsForNode(policyOrDocument);

  return async (context, next) => {
    let handlerRuns = false;
    // koa-mount changes `req.url`.
    const request = Object.assign(context.req, { originalUrl: context.originalUrl });
    middleware(request, context.res, () => {
      handlerRuns = true;
    });
    // The answer is sent; Koa has none to send.
    if (!handlerRuns) context.respond = false;
    else await next();
  };
}
