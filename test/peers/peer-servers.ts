import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import cors from "cors";
import express from "express";
import { fastify } from "fastify";
import { Hono } from "hono";
import { cors as honoCors } from "hono/cors";
import Koa from "koa";
import { cors as ownCors } from "../../packages/cors/src/adapters/express.ts";
import { listen } from "../raw-http.ts";

/** A server on a loopback port. */
interface PeerServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Headers that the application sets on its own. */
type OwnHeaders = Readonly<Record<string, string>>;

/**
 * A library in its own framework, given its own options, before an application that answers every request with 200 and
 * `X-Handler: ran`, and throws at `/throws`.
 */
export interface Peer {
  /** As `crosscheck import --as` names it. */
  readonly name: "crosscheck" | "cors" | "fastify-cors" | "hono-cors" | "koa-cors";
  start(options: unknown, headers?: OwnHeaders): Promise<PeerServer>;
}

const ran = { "X-Handler": "ran", ETag: '"1"' };

export const peers: readonly Peer[] = [
  { name: "crosscheck", start: (options, headers) => startExpress(() => ownCors(options as never), headers) },
  { name: "cors", start: (options, headers) => startExpress(() => cors(options as cors.CorsOptions), headers) },
  { name: "fastify-cors", start: startFastify },
  { name: "hono-cors", start: startHono },
  { name: "koa-cors", start: startKoa },
];

async function startExpress(middleware: () => unknown, headers: OwnHeaders = {}): Promise<PeerServer> {
  const app = express();
  // Errors are not logged then.
  app.set("env", "test");
  app.use(middleware() as express.RequestHandler);
  app.use((request, response) => {
    if (request.path === "/throws") throw new Error("thrown");
    response
      .set({ ...ran, ...headers })
      .status(200)
      .end("ran");
  });
  return listening(app);
}

async function startFastify(options: unknown, headers: OwnHeaders = {}): Promise<PeerServer> {
  const { default: plugin } = await import("@fastify/cors");
  const app = fastify();
  await app.register(plugin, options as never);
  app.route({
    method: ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"],
    url: "/*",
    handler: (request, reply) => {
      if (request.url === "/throws") throw new Error("thrown");
      reply.headers({ ...ran, ...headers }).send("ran");
    },
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

async function startHono(options: unknown, headers: OwnHeaders = {}): Promise<PeerServer> {
  const app = new Hono();
  app.onError((_error, context) => context.text("failed", 500));
  app.use(honoCors(options as never));
  app.all("*", (context) => {
    if (context.req.path === "/throws") throw new Error("thrown");
    return context.text("ran", 200, { ...ran, ...headers });
  });
  return listening(getRequestListener(app.fetch));
}

async function startKoa(options: unknown, headers: OwnHeaders = {}): Promise<PeerServer> {
  // @ts-expect-error: it comes without types.
  const { default: koaCors } = await import("@koa/cors");
  const app = new Koa();
  app.silent = true;
  app.use(koaCors(options));
  app.use((context) => {
    if (context.path === "/throws") throw new Error("thrown");
    context.set({ ...ran, ...headers });
    context.body = "ran";
  });
  return listening(app.callback());
}

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
