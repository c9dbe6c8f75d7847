/** CORS for Fastify: `app.register(cors(policy))`, for the application or for the routes of an encapsulated context. */
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { addPreflightRoutes, type FastifyRoutes } from "./fastify-preflight-routes.ts";
import { LivePolicy } from "./live-policy.ts";
import { handle, type NodeRequest, type NodeResponse } from "./node-policy.ts";

export type { CorsMessage, CorsOptions } from "./cors-options.ts";

/** As much of Fastify's instance as is needed. */
export interface FastifyInstance extends FastifyRoutes {
  addHook(name: "onRoute", hook: Parameters<FastifyRoutes["addHook"]>[1]): unknown;
  addHook(name: "onRequest", hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void): unknown;
}

export interface FastifyRequest {
  readonly raw: NodeRequest;
  readonly originalUrl: string;
}

export interface FastifyReply {
  readonly raw: NodeResponse;
  hijack(): unknown;
}

export type FastifyPlugin = ((instance: FastifyInstance, options: unknown, done: () => void) => void) & Replaceable;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response when it is sent, whether a handler,
 * an error handler, the 404 handler or a hijacker sends it. Register it before the routes of its context.
 *
 * A request that Fastify answers before any hook runs (a path it cannot decode: 400) has no CORS headers.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: PolicyInput, options?: CorsOptions): FastifyPlugin {
  const live = new LivePolicy(policyOrDocument, options);

  const plugin = (instance: FastifyInstance, _options: unknown, done: () => void): void => {
    instance.addHook("onRequest", (request, reply, next) => {
      // `rewriteUrl` changes `raw.url`.
      const handlerRuns = handle(live, request.raw, reply.raw, request.originalUrl);
      if (typeof handlerRuns === "boolean") goOn(handlerRuns, reply, next);
      else void handlerRuns.then((runs) => goOn(runs, reply, next));
    });
    addPreflightRoutes(instance);
    done();
  };
  // Hooks then belong to the context that registers the plugin, not to one of the plugin's own.
  return Object.assign(plugin, {
    ...live.replaceable,
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "@crosscheck/cors",
  });
}

function goOn(handlerRuns: boolean, reply: FastifyReply, next: () => void): void {
  if (handlerRuns) next();
  else reply.hijack();
}
