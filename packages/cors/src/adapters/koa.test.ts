import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import Koa from "koa";
import { describe, expect, test, vi } from "vitest";
import { appOnly, holdAnswers, app as page } from "../../../../test/adapters/answers.ts";
import { corsLines } from "../../../../test/adapters/cors-lines.ts";
import { holdDecisionTable, type Running } from "../../../../test/adapters/decision-table.ts";
import { holdHttp2 } from "../../../../test/adapters/hold-http2.ts";
import { linesOf, listen, send } from "../../../../test/raw-http.ts";
import { cors } from "./koa.ts";

vi.spyOn(process, "emitWarning").mockReturnValue();

async function serve(app: Koa): Promise<Running> {
  app.silent = true;
  const { port, server } = await listen(app.callback());
  return { port, close: () => server.close() };
}

holdDecisionTable(cors, (middleware) =>
  serve(
    new Koa().use(middleware).use((context) => {
      context.set("X-Handler", "ran");
      context.body = "handled";
    }),
  ),
);

const routes: Readonly<Record<string, (context: Koa.Context) => unknown>> = {
  "/text": (context) => {
    if (context.method === "OPTIONS") context.set("Allow", "GET");
    context.body = "text";
  },
  "/created": (context) => {
    context.status = 201;
    context.body = {};
  },
  "/empty": (context) => {
    context.status = 204;
  },
  "/stream": (context) => {
    context.body = Readable.from(["first", "second"]);
  },
  "/redirect": (context) => context.redirect("/text"),
  "/throws": () => {
    throw new Error("broken");
  },
  "/rejects": async () => {
    await setImmediate();
    throw new Error("broken later");
  },
  "/vary": (context) => {
    context.set("Vary", "Accept");
    context.body = "text";
  },
  "/vary-origin": (context) => {
    context.vary("origin");
    context.vary("Accept");
    context.body = "text";
  },
  "/own": (context) => {
    context.set({ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT" });
    context.body = "text";
  },
};

const application = () => new Koa().use(cors(appOnly)).use((context) => routes[context.path]?.(context));

holdAnswers(() => serve(application()));

describe("in its own idiom", () => {
  const api = cors({ rules: [{ id: "api", path: "/api/*", allowOrigins: [page], allowMethods: ["PUT"] }] });
  const onlyFor =
    (path: string, middleware: Koa.Middleware): Koa.Middleware =>
    (context, next) =>
      context.path === path ? middleware(context, next) : next();
  // What koa-mount does.
  const mounted =
    (prefix: string, middleware: Koa.Middleware): Koa.Middleware =>
    async (context, next) => {
      const { path } = context;
      if (!path.startsWith(prefix)) return next();
      context.path = path.slice(prefix.length) || "/";
      await middleware(context, next);
      context.path = path;
    };
  const text: Koa.Middleware = (context) => {
    context.body = "text";
  };

  // biome-ignore format: one fact per line
  const idioms: readonly (readonly [why: string, app: () => Koa, requestLine: string, status: number, granted: boolean])[] = [
    ["one path",                                     () => new Koa().use(onlyFor("/x", cors(appOnly))).use(text),                        "GET /x",         200, true],
    ["one path's preflight",                         () => new Koa().use(onlyFor("/x", cors(appOnly))).use(text),                        "OPTIONS /x",     204, true],
    ["another path",                                 () => new Koa().use(onlyFor("/x", cors(appOnly))).use(text),                        "GET /y",         200, false],
    ["a mounted middleware: the original URL",       () => new Koa().use(mounted("/api", api)).use(text),                                "GET /api/x",     200, true],
    ["its preflight",                                () => new Koa().use(mounted("/api", api)).use(text),                                "OPTIONS /api/x", 204, true],
    ["a URL that a layer before it changed",         () => new Koa().use((context, next) => { context.url = "/api/x"; return next(); }).use(api).use(text), "GET /other", 200, false],
    ["a layer before it that sets a body after it",  () => new Koa().use(async (context, next) => { await next(); context.body = "late"; }).use(cors(appOnly)), "OPTIONS /", 204, true],
    ["an error that names its headers",              () => new Koa().use(cors(appOnly)).use((context) => context.throw(401, { headers: { "WWW-Authenticate": "Basic", Vary: "Cookie" } })), "GET /", 401, true],
    ["an error of a layer before it, after it",      () => new Koa().use(async (_, next) => { await next(); throw new Error("late"); }).use(cors(appOnly)).use(text), "GET /", 500, true],
    ["a handler that answers without Koa",           () => new Koa().use(cors(appOnly)).use((context) => { context.respond = false; context.res.writeHead(202).end(); }), "GET /", 202, true],
  ];

  test.each(idioms)("%s", async (_why, app, requestLine, status, granted) => {
    const server = await serve(app());
    const asking = requestLine.startsWith("OPTIONS") ? [["Access-Control-Request-Method", "PUT"] as const] : [];
    const response = await send(server.port, requestLine, [["Origin", page], ...asking]);
    server.close();
    expect(response.status).toBe(status);
    expect(linesOf(response, "access-control-allow-origin")).toEqual(granted ? [page] : []);
  });
});

test("the middleware @koa/cors, inside ours, neither doubles nor opens anything", async () => {
  // @ts-expect-error: it comes without types.
  const { default: otherCors } = await import("@koa/cors");
  const server = await serve(
    new Koa()
      .use(cors(appOnly))
      .use(otherCors({ credentials: true }))
      .use((context) => routes["/own"]?.(context)),
  );
  const answers = [page, "https://evil.example"].map((origin) => send(server.port, "GET /", [["Origin", origin]]));
  const [yes, no] = (await Promise.all(answers)).map(({ headers }) => corsLines(headers));
  server.close();
  expect(yes).toContain(`access-control-allow-origin: ${page}`);
  expect(yes).toHaveLength(3);
  expect(no).toEqual([]);
});

holdHttp2(async () => {
  const app = application();
  app.silent = true;
  const server = createServer(app.callback());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
});
