import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import cors from "cors";
import { fastify } from "fastify";
import { Hono } from "hono";
import { cors as honoCors } from "hono/cors";
import Koa from "koa";
import { listen } from "../raw-http.ts";

/** A server on a loopback port. */
interface PeerServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Another library, given its own options, before a handler that answers every request with 200 and `X-Handler: ran`. */
export interface Peer {
  /** As `crosscheck import --as` names it. */
  readonly name: "cors" | "fastify-cors" | "hono-cors" | "koa-cors";
  start(options: unknown, headers?: Readonly<Record<string, string>>): Promise<PeerServer>;
}

const ran = { "X-Handler": "ran", ETag: '"1"' };

export const peers: readonly Peer[] = [
  {
    name: "cors",
    start: async (options, headers = {}) => {
      const middleware = cors(options as cors.CorsOptions);
      return listening((request: IncomingMessage, response: ServerResponse) => {
        // What Express does with an error.
        const failed = () => response.writeHead(500).end();
        try {
          middleware(request as never, response as never, (error?: unknown) => {
            if (error) failed();
            else response.writeHead(200, { ...ran, ...headers }).end("ran");
          });
        } catch {
          failed();
        }
      });
    },
  },
  {
    name: "fastify-cors",
    start: async (options, headers = {}) => {
      const { default: plugin } = await import("@fastify/cors");
      const app = fastify();
      await app.register(plugin, options as never);
      app.route({
        method: ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"],
        url: "/*",
        handler: (_request, reply) => reply.headers({ ...ran, ...headers }).send("ran"),
      });
      await app.listen({ host: "127.0.0.1", port: 0 });
      return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
    },
  },
  {
    name: "hono-cors",
    start: async (options, headers = {}) => {
      const app = new Hono();
      app.onError((_error, context) => context.text("failed", 500));
      app.use(honoCors(options as never));
      app.all("*", (context) => context.text("ran", 200, { ...ran, ...headers }));
      return listening(getRequestListener(app.fetch));
    },
  },
  {
    name: "koa-cors",
    start: async (options, headers = {}) => {
      // It has no types of its own.
      const { default: koaCors } = (await import("@koa/cors" as string)) as {
        default: (options: unknown) => Koa.Middleware;
      };
      const app = new Koa();
      app.silent = true;
      app.use(koaCors(options));
      app.use((context) => {
        context.set({ ...ran, ...headers });
        context.body = "ran";
      });
      return listening(app.callback());
    },
  },
];

async function listening(listener: RequestListener): Promise<PeerServer> {
  const { port, server } = await listen(listener);
  return {
    port,
    close: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
}
