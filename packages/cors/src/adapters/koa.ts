/** CORS for Koa: `app.use(cors(policy))`, before whatever answers. */
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { LivePolicy } from "./live-policy.ts";
import { handle, type NodeRequest, type NodeResponse } from "./node-policy.ts";

export type { CorsMessage, CorsOptions } from "./cors-options.ts";

/** As much of Koa's context as is needed. */
export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  readonly originalUrl: string;
  respond?: boolean;
}

/** Takes a `KoaContext`. Typed as it is, so that an application keeps the type of its own contexts. */
export type KoaMiddleware = ((context: unknown, next: () => Promise<unknown>) => Promise<unknown>) & Replaceable;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response when it is sent: of errors too,
 * whose headers Koa clears.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: PolicyInput, options?: CorsOptions): KoaMiddleware {
  const live = new LivePolicy(policyOrDocument, options);

  const goOn = (context: KoaContext, next: () => Promise<unknown>, handlerRuns: boolean): Promise<unknown> => {
    if (handlerRuns) return next();
    // The answer is sent; Koa has none to send.
    context.respond = false;
    return Promise.resolve();
  };
  const middleware = (given: unknown, next: () => Promise<unknown>): Promise<unknown> => {
    const context = given as KoaContext;
    // koa-mount changes `req.url`.
    const handlerRuns = handle(live, context.req, context.res, context.originalUrl);
    if (typeof handlerRuns === "boolean") return goOn(context, next, handlerRuns);
    return handlerRuns.then((runs) => goOn(context, next, runs));
  };
  return Object.assign(middleware, live.replaceable);
}
