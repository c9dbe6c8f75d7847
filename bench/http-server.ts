/** One server of the HTTP bench, in a process of its own: tells its port, and on request the CPU time it has used. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { cors as corsForExpress } from "@crosscheck/cors/express";
import { cors as corsForFastify } from "@crosscheck/cors/fastify";
import { cors as corsForHono } from "@crosscheck/cors/hono";
import { cors as corsForKoa } from "@crosscheck/cors/koa";
import { cors as corsForNode } from "@crosscheck/cors/node";
import otherFastifyCors from "@fastify/cors";
import { getRequestListener } from "@hono/node-server";
import otherExpressCors from "cors";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { cors as otherHonoCors } from "hono/cors";
import Koa from "koa";
import { listedOrigins } from "./decide.ts";

const [framework = "", layer = "", count = "1"] = process.argv.slice(2);
const origins = listedOrigins(Number(count));
const document = { allowOrigins: origins, allowCredentials: true as const, allowMethods: ["PUT"], maxAge: 7_200 };
const options = { origin: origins, credentials: true, methods: ["PUT"], maxAge: 7_200 };

const server = createServer(await listener());
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", () => process.send?.({ cpu: process.cpuUsage() }));
process.on("disconnect", () => process.exit());

async function listener(): Promise<RequestListener> {
  if (framework === "node") return nodeListener();
  if (framework === "express") {
    const app = express();
    if (layer === "empty") app.use((_request, _response, next) => next());
    if (layer === "ours") app.use(corsForExpress(document));
    if (layer === "other") app.use(otherExpressCors(options));
    app.all("/items", (_request, response) => void response.end("hello"));
    return app;
  }
  if (framework === "fastify") {
    const app = fastify();
    if (layer === "empty") app.addHook("onRequest", (_request, _reply, done) => done());
    if (layer === "ours") app.register(corsForFastify(document));
    if (layer === "other") app.register(otherFastifyCors, options);
    app.get("/items", (_request, reply) => reply.send("hello"));
    await app.ready();
    return app.routing;
  }
  if (framework === "koa") {
    const app = new Koa();
    // @ts-expect-error It has no types, and asks for none here.
    const { default: otherKoaCors } = await import("@koa/cors");
    if (layer === "empty") app.use((_context, next) => next());
    if (layer === "ours") app.use(corsForKoa(document));
    const listed = new Set(origins);
    const find = (context: Koa.Context): string => (listed.has(context.get("Origin")) ? context.get("Origin") : "");
    if (layer === "other")
      app.use(otherKoaCors({ origin: find, credentials: true, allowMethods: ["PUT"], maxAge: 7_200 }));
    app.use((context) => {
      context.body = "hello";
    });
    return app.callback();
  }
  const app = new Hono();
  if (layer === "empty") app.use((_context, next) => next());
  if (layer === "ours") app.use(corsForHono(document));
  if (layer === "other")
    app.use(otherHonoCors({ origin: origins, credentials: true, allowMethods: ["PUT"], maxAge: 7_200 }));
  app.get("/items", (context) => context.text("hello"));
  return getRequestListener(app.fetch);
}

function nodeListener(): RequestListener {
  if (layer === "ours") {
    const middleware = corsForNode(document);
    return (request, response) => middleware(request, response, () => response.end("hello"));
  }
  if (layer !== "hand") return (_request, response) => void response.end("hello");
  const listed = new Set(origins);
  return (request, response) => {
    const { origin } = request.headers;
    response.setHeader("Vary", "Origin");
    if (origin !== undefined && listed.has(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    response.end("hello");
  };
}
