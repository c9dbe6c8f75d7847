import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { cors as otherCors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { describe, expect, test, vi } from "vitest";
import { appOnly, holdAnswers, app as page } from "../../../../test/adapters/answers.ts";
import { corsLines } from "../../../../test/adapters/cors-lines.ts";
import { holdDecisionTable, type Running } from "../../../../test/adapters/decision-table.ts";
import { holdHttp2 } from "../../../../test/adapters/hold-http2.ts";
import { linesOf, listen, send } from "../../../../test/raw-http.ts";
import { cors } from "./hono.ts";

vi.spyOn(process, "emitWarning").mockReturnValue();
vi.spyOn(console, "error").mockReturnValue();

async function serve(app: Pick<Hono, "fetch">): Promise<Running> {
  const { port, server } = await listen(getRequestListener(app.fetch));
  return { port, close: () => server.close() };
}

holdDecisionTable(
  cors,
  (middleware) => {
    const app = new Hono();
    app.use(middleware);
    app.all("*", (context) => context.text("handled", 200, { "X-Handler": "ran" }));
    return serve(app);
  },
  // What makes no URL, or none that the server takes, it answers itself.
  { unrouted: ["OPTIONS *", "GET /a\\b"] },
);

function application(): Hono {
  const app = new Hono();
  app.use(cors(appOnly));
  app.get("/text", (context) => context.text("text"));
  app.options("/text", (context) => context.body(null, 200, { Allow: "GET" }));
  app.get("/created", (context) => context.json({}, 201));
  app.get("/empty", (context) => context.body(null, 204));
  app.get("/stream", () => new Response(new Blob(["first", "second"]).stream()));
  app.get("/redirect", (context) => context.redirect("/text"));
  app.get("/throws", () => {
    throw new Error("broken");
  });
  app.get("/rejects", async () => {
    await setImmediate();
    throw new Error("broken later");
  });
  app.get("/vary", (context) => context.text("text", 200, { Vary: "Accept" }));
  app.get("/vary-origin", () => new Response("text", { headers: { Vary: "origin, Accept" } }));
  app.get("/own", (context) => {
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Access-Control-Allow-Methods", "PUT");
    return context.text("text");
  });
  return app;
}

holdAnswers(() => serve(application()));

holdHttp2(async () => {
  const server = createServer(getRequestListener(application().fetch));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
});

describe("in its own idiom, on any runtime", () => {
  const api = cors({ rules: [{ id: "api", path: "/api/*", allowOrigins: [page], allowMethods: ["PUT"] }] });
  const text = (context: Context) => context.text("text");
  const behindCors = (use: (app: Hono) => unknown) => {
    const app = new Hono();
    app.use(cors(appOnly));
    use(app);
    return app;
  };

  // biome-ignore format: one fact per line
  const idioms: readonly (readonly [why: string, app: () => Hono, requestLine: string, status: number, granted: boolean])[] = [
    ["one route",                              () => new Hono().get("/x", cors(appOnly), text) as Hono,               "GET /x",         200, true],
    ["one path's preflight",                   () => new Hono().use("/x", cors(appOnly)).get("/x", text) as Hono,     "PREFLIGHT /x",   204, true],
    ["another path",                           () => new Hono().use("/x", cors(appOnly)).get("/y", text) as Hono,     "GET /y",         200, false],
    ["a sub-application",                      () => new Hono().route("/api", new Hono().use(api).get("/x", text)) as Hono, "GET /api/x",     200, true],
    ["its preflight",                          () => new Hono().route("/api", new Hono().use(api).get("/x", text)) as Hono, "PREFLIGHT /api/x", 204, true],
    ["a path that no rule covers",             () => new Hono().use(api).get("/x", text) as Hono,                     "GET /x",         200, false],
    ["and its preflight",                      () => new Hono().use(api).get("/x", text) as Hono,                     "PREFLIGHT /x",   404, false],
    ["the middleware alone, with no route",    () => new Hono().use(cors(appOnly)) as Hono,                           "GET /x",         404, true],
    ["onError",                                () => behindCors((app) => app.onError((_error, c) => c.text("broken", 503)).get("/x", () => { throw new Error("broken"); })), "GET /x", 503, true],
    ["notFound",                               () => behindCors((app) => app.notFound((c) => c.text("nothing", 404))), "GET /x",        404, true],
    ["an HTTPException with its own response", () => behindCors((app) => app.get("/x", () => { throw new HTTPException(401, { res: new Response("who", { status: 401 }) }); })), "GET /x", 401, true],
    ["immutable headers",                      () => behindCors((app) => app.get("/x", () => Response.redirect("http://h.example/y", 307))), "GET /x", 307, true],
    ["a middleware that answers after it",     () => behindCors((app) => app.use(async (c) => c.text("who", 401)).get("/x", text)), "GET /x", 401, true],
    ["a middleware that replaces the answer",  () => behindCors((app) => app.use(async (c, next) => { await next(); c.res = new Response("new"); }).get("/x", text)), "GET /x", 200, true],
    ["headers set before the handler",         () => behindCors((app) => app.use(async (c, next) => { c.header("Access-Control-Allow-Origin", "*"); await next(); }).get("/x", text)), "GET /x", 200, true],
    ["a layer before it, which touched c.res", () => new Hono().use(async (c, next) => { c.res.headers.set("Access-Control-Allow-Origin", "*"); await next(); }).use(cors(appOnly)).get("/x", text) as Hono, "PREFLIGHT /x", 204, true],
    ["a layer before it, which set a header",  () => new Hono().use(async (c, next) => { c.header("Access-Control-Allow-Origin", "*"); await next(); }).use(cors(appOnly)).get("/x", text) as Hono, "PREFLIGHT /x", 204, true],
  ];

  test.each(idioms)("%s", async (_why, makeApp, requestLine, status, granted) => {
    const [method = "", target = ""] = requestLine.replace("PREFLIGHT", "OPTIONS").split(" ");
    const headers = new Headers({ Origin: page });
    if (requestLine.startsWith("PREFLIGHT")) headers.set("Access-Control-Request-Method", "PUT");
    const response = await makeApp().request(target, { method, headers });
    expect(response.status).toBe(status);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(granted ? page : null);
  });

  test("a handler's mistake stays visible: one that answers nothing", async () => {
    const app = behindCors((instance) => instance.get("/x", (() => undefined) as never));
    expect((await app.request("/x", { headers: { Origin: page } })).status).toBe(500);
  });

  test("a body is neither read nor copied", async () => {
    const answer = new Response(new Blob(["text"]).stream());
    const app = behindCors((instance) => instance.get("/x", () => answer));
    expect(await app.request("/x", { headers: { Origin: page } })).toBe(answer);
    expect(answer.bodyUsed).toBe(false);
  });

  test("types: an application with bindings and variables takes it", () => {
    const app = new Hono<{ Bindings: HttpBindings & { KEY: string }; Variables: { user: string } }>();
    expect(app.use(cors(appOnly)).use("/x", cors(appOnly)).get("/y", cors(appOnly), text)).toBeInstanceOf(Hono);
  });
});

test("a mounted application on Node decides by the original target", async () => {
  const inner = new Hono();
  inner.use(cors({ rules: [{ id: "api", path: "/api/*", allowOrigins: [page] }] }));
  inner.get("/x", (context) => context.text("text"));
  const server = await serve(new Hono().mount("/api", inner.fetch as never));
  const response = await send(server.port, "GET /api/x", [["Origin", page]]);
  server.close();
  expect(linesOf(response, "access-control-allow-origin")).toEqual([page]);
});

test("the middleware hono/cors, inside ours, neither doubles nor opens anything", async () => {
  const app = new Hono();
  app.use(cors(appOnly), otherCors({ origin: (origin) => origin, credentials: true }));
  app.get("/", (context) => context.text("text"));
  const answers = [page, "https://evil.example"].map((origin) => app.request("/", { headers: { Origin: origin } }));
  const [yes, no] = (await Promise.all(answers)).map(({ headers }) => corsLines(headers));
  expect(yes).toContain(`access-control-allow-origin: ${page}`);
  expect(yes).toHaveLength(3);
  expect(no).toEqual([]);
});
