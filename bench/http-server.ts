/**
 * One server of the HTTP bench, in a process of its own, so that no other variant's code is in its caches: on a message it
 * answers so many requests and tells what CPU time that took.
 */
import { createServer, type RequestListener } from "node:http";
import { Duplex } from "node:stream";
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

const [framework = "", layer = "", count = "1", requestText = ""] = process.argv.slice(2);
const origins = listedOrigins(Number(count));
const document = { allowOrigins: origins, allowCredentials: true as const, allowMethods: ["PUT"], maxAge: 7_200 };
const options = { origin: origins, credentials: true, methods: ["PUT"], maxAge: 7_200 };

const request = Buffer.from(requestText);
// A preflight's answer has no body; every other has one, which ends with its only "hello".
const end = Buffer.from(requestText.startsWith("OPTIONS") ? "\r\n\r\n" : "hello");
const server = createServer(await listener());
process.on("message", async (requests: number) => {
  const before = process.cpuUsage();
  await answerInMemory(requests);
  const { user, system } = process.cpuUsage(before);
  process.send?.(user + system);
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

/**
 * Sends so many requests, one after another, over a kept connection that has no socket: Node's parser, its server and its
 * responses are at work, and neither a kernel nor a client, which cost several times what is measured.
 */
function answerInMemory(requests: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = requests;
    const connection = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        if (chunk.includes(end)) {
          if (--left > 0) setImmediate(() => connection.push(request));
          else setImmediate(() => connection.push(null) || resolve());
        }
        done();
      },
    });
    connection.on("error", reject);
    server.emit("connection", connection);
    connection.push(request);
  });
}

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
