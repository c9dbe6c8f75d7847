/** CORS for Fastify: `app.register(cors(policy))`, for the application or for the routes of an encapsulated context. */
import type { Policy } from "../policy/policy.ts";
import type { LoneRuleDocument, PolicyDocument } from "../policy/policy-document.ts";
import { addPreflightRoutes, type FastifyRoutes } from "./fastify-preflight-routes.ts";
import { cors as corsForNode, type NodeRequest, type NodeResponse } from "./node.ts";

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

export type FastifyPlugin = (instance: FastifyInstance, options: unknown, done: () => void) => void;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response when it is sent, whether a handler,
 * an error handler, the 404 handler or a hijacker sends it. Register it before the routes of its context.
 *
 * A request that Fastify answers before any hook runs (a path it cannot decode: 400) has no CORS headers.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: Policy | PolicyDocument | LoneRuleDocument): FastifyPlugin {
  const middleware = corsForNode(policyOrDocument);

  const plugin: FastifyPlugin = (instance, _options, done) => {
    instance.addHook("onRequest", (request, reply, next) => {
      let handlerRuns = false;
      // `rewriteUrl` changes `raw.url`.
      const raw = Object.assign(request.raw, { originalUrl: request.originalUrl });
      middleware(raw, reply.raw, () => {
        handlerRuns = true;
      });
      if (handlerRuns) return next();
      reply.hijack();
    });
    addPreflightRoutes(instance);
    done();
  };
  // Hooks then belong to the context that registers the plugin, not to one of the plugin's own.
  return Object.assign(plugin, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "@crosscheck/cors",
  });
}
