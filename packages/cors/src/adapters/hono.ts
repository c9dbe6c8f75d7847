/** CORS for Hono, on every runtime: `app.use(cors(policy))`, for the application or for a path. */

import { isPromise } from "../server/decide.ts";
import { applyToResponse, headersOfEmptyBody } from "./apply-to-response.ts";
import { applyWhenSent } from "./apply-when-sent.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import type { NodeResponse } from "./node-policy.ts";
import { webPolicy } from "./web-policy.ts";

export type { CorsMessage, CorsOptions } from "./cors-options.ts";

/** As much of Hono's context as is needed. */
export interface HonoContext {
  readonly env: unknown;
  readonly req: { readonly raw: Request };
  get res(): Response;
  set res(response: Response | undefined);
  body(data: null, status: 204 | 403, headers: Record<string, string>): Response;
}

export type HonoMiddleware = ((context: HonoContext, next: () => Promise<void>) => Promise<void>) & Replaceable;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response once there is one: those of
 * `onError` and `notFound` too. Before that, `context.res` is not touched, which would make Hono copy every response.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: PolicyInput, options?: CorsOptions): HonoMiddleware {
  const policy = webPolicy(policyOrDocument, options);

  const middleware = async (context: HonoContext, next: () => Promise<void>): Promise<void> => {
    const judged = policy.decide(context.req.raw, originalTarget(context));
    const decision = isPromise(judged) ? await judged : judged;
    const { status } = decision;
    if (status !== undefined) {
      const empty = context.body(null, status, headersOfEmptyBody(status));
      return replaceResponse(context, applyToResponse(empty, decision));
    }
    if (decision.kind === "no-rule" && decision.set.length === 0) return next();
    // On Node the head is written there, so no response has to be opened for its headers.
    const outgoing = nodeResponse(context);
    if (outgoing !== undefined) {
      applyWhenSent(outgoing, decision, policy.onConflict);
      return next();
    }
    await next();
    const response = context.res;
    const applied = applyToResponse(response, decision, policy.onConflict);
    if (applied !== response) replaceResponse(context, applied);
  };
  return Object.assign(middleware, { replace: policy.replace });
}

/** Without the old response: Hono would merge its headers into the new one's. */
function replaceResponse(context: HonoContext, response: Response): void {
  context.res = undefined;
  context.res = response;
}

/** Node's own response, where Hono runs on it. */
function nodeResponse({ env }: HonoContext): NodeResponse | undefined {
  const { outgoing } = (env ?? {}) as { outgoing?: Partial<NodeResponse> };
  return typeof outgoing?.writeHead === "function" ? (outgoing as NodeResponse) : undefined;
}

/** What the client sent, where Node's request is at hand; elsewhere its URL, in which dot segments are resolved. */
function originalTarget({ env, req }: HonoContext): string {
  const { incoming } = (env ?? {}) as { incoming?: { originalUrl?: string; url?: string } };
  return incoming?.originalUrl ?? incoming?.url ?? req.raw.url;
}
