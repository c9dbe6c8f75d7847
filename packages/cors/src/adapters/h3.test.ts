import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { defineHandler, H3, type H3Event, HTTPError, HTTPResponse, handleCors } from "h3";
import { toNodeHandler } from "h3/node";
import { describe, expect, test, vi } from "vitest";
import { appOnly, holdAnswers, app as page } from "../../../../test/adapters/answers.ts";
import { corsLines } from "../../../../test/adapters/cors-lines.ts";
import { holdDecisionTable, type Running } from "../../../../test/adapters/decision-table.ts";
import { holdHttp2 } from "../../../../test/adapters/hold-http2.ts";
import { linesOf, listen, send } from "../../../../test/raw-http.ts";
import { cors } from "./h3.ts";

vi.spyOn(process, "emitWarning").mockReturnValue();
vi.spyOn(console, "warn").mockReturnValue();
const silent = { silent: true };

async function serve(app: H3): Promise<Running> {
  const { port, server } = await listen(toNodeHandler(app) as never);
  return { port, close: () => server.close() };
}

holdDecisionTable(
  cors,
  (middleware) =>
    serve(
      new H3(silent).use(middleware).use((event) => {
        event.res.headers.set("X-Handler", "ran");
        return "handled";
      }),
    ),
  // What it cannot decode, it answers itself.
  { unrouted: ["GET /health%zz"] },
);

function application(): H3 {
  const app = new H3(silent).use(cors(appOnly));
  app.get("/text", () => "text");
  app.options("/text", (event) => {
    event.res.headers.set("Allow", "GET");
    return "";
  });
  app.get("/created", (event) => {
    event.res.status = 201;
    return {};
  });
  app.get("/empty", () => new Response(null, { status: 204 }));
  app.get("/stream", () => new Blob(["first", "second"]).stream());
  app.get("/redirect", () => Response.redirect("http://api.example.com/text", 302));
  app.get("/throws", () => {
    throw new Error("broken");
  });
  app.get("/rejects", async () => {
    await setImmediate();
    throw new Error("broken later");
  });
  app.get("/vary", (event) => {
    event.res.headers.set("Vary", "Accept");
    return "text";
  });
  app.get("/vary-origin", () => new Response("text", { headers: { Vary: "origin, Accept" } }));
  app.get("/own", (event) => {
    event.res.headers.set("Access-Control-Allow-Origin", "*");
    event.res.headers.set("Access-Control-Allow-Methods", "PUT");
    return "text";
  });
  return app;
}

holdAnswers(() => serve(application()));

holdHttp2(async () => {
  const server = createServer(toNodeHandler(application()) as never);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
});

const api = cors({ rules: [{ id: "api", path: "/api/*", allowOrigins: [page], allowMethods: ["PUT"] }] });
const behindCors = (answer: (event: H3Event) => unknown) => new H3(silent).use(cors(appOnly)).get("/x", answer);
const varying = { Vary: "Accept" };
const opening = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT" };

// biome-ignore format: one fact per line
const idioms: readonly (readonly [why: string, app: () => H3, requestLine: string, status: number, granted: boolean, vary: string])[] = [
  ["one route",                              () => new H3().get("/x", () => "text", { middleware: [cors(appOnly)] }),        "GET /x",         200, true,  "Origin"],
  ["one path's preflight",                   () => new H3().use("/x", cors(appOnly)).get("/x", () => "text"),                "PREFLIGHT /x",   204, true,  "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"],
  ["another path",                           () => new H3().use("/x", cors(appOnly)).get("/y", () => "text"),                "GET /y",         200, false, ""],
  ["a mounted application",                  () => new H3().mount("/api", new H3().use(api).get("/x", () => "text")),        "GET /api/x",     200, true,  "Origin"],
  ["its preflight",                          () => new H3().mount("/api", new H3().use(api).get("/x", () => "text")),        "PREFLIGHT /api/x", 204, true, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"],
  ["a path that no rule covers",             () => new H3().use(api).get("/x", () => "text"),                                "GET /x",         200, false, ""],
  ["a path that there is not",               () => behindCors(() => "text"),                                                 "GET /nothing",   404, true,  "Origin"],
  ["an object",                              () => behindCors(() => ({})),                                                   "GET /x",         200, true,  "Origin"],
  ["nothing",                                () => behindCors(() => null),                                                   "GET /x",         200, true,  "Origin"],
  ["an HTTPError that is thrown",            () => behindCors(() => { throw new HTTPError({ status: 401 }); }),              "GET /x",         401, true,  "Origin"],
  ["an HTTPError with headers",              () => behindCors(() => { throw new HTTPError({ status: 401, headers: { ...varying, ...opening } }); }), "GET /x", 401, true, "Accept, Origin"],
  ["an HTTPError that is returned",          () => behindCors(() => new HTTPError({ status: 401 })),                         "GET /x",         401, true,  "Origin"],
  ["what is no Error, thrown",               () => behindCors(() => { throw "broken"; }),                                    "GET /x",         500, true,  "Origin"],
  ["an HTTPResponse",                        () => behindCors(() => new HTTPResponse("text", { headers: { ...varying, ...opening } })), "GET /x", 200, true, "Accept, Origin"],
  ["a Response",                             () => behindCors(() => new Response("text", { headers: { ...varying, ...opening } })), "GET /x",  200, true,  "Accept, Origin"],
  ["a Response of an error",                 () => behindCors(() => new Response("no", { status: 503, headers: { ...varying, ...opening } })), "GET /x", 503, true, "Accept, Origin"],
  ["immutable headers",                      () => behindCors(() => Response.redirect("http://h.example/y", 307)),           "GET /x",         307, true,  "Origin"],
  ["headers on the event and on a Response", () => behindCors((event) => { event.res.headers.set("X-Event", "1"); return new Response("text", { headers: { ...varying, ...opening } }); }), "GET /x", 200, true, "Accept, Origin"],
  ["a layer before it",                      () => new H3().use((event) => { event.res.headers.set("Access-Control-Allow-Origin", "*"); }).use(cors(appOnly)), "PREFLIGHT /x", 204, true, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"],
  ["onError, with a text",                   () => new H3({ ...silent, onError: () => "broken" }).use(cors(appOnly)).get("/x", () => { throw new Error("broken"); }), "GET /x", 200, true, "Origin"],
  ["h3's own handleCors, inside ours",       () => behindCors((event) => handleCors(event, { origin: "*", credentials: true }) || "text"), "GET /x", 200, true, "Origin"],
];

describe.each(["on Node", "on any runtime"])("in its own idiom, %s", (where) => {
  test.each(idioms)("%s", async (_why, makeApp, requestLine, status, granted, vary) => {
    const [method = "", target = ""] = requestLine.replace("PREFLIGHT", "OPTIONS").split(" ");
    const headers = new Headers({ Origin: page });
    if (requestLine.startsWith("PREFLIGHT")) headers.set("Access-Control-Request-Method", "PUT");

    const app = makeApp();
    const server = await serve(app);
    const response =
      where === "on Node"
        ? await overHttp(server.port, `${method} ${target}`, headers)
        : await app.fetch(new Request(`http://api.example${target}`, { method, headers }));
    server.close();

    const granting = response.headers.get("Access-Control-Allow-Origin");
    expect([response.status, granting, response.headers.get("Vary") ?? ""]).toEqual([
      status,
      granted ? page : null,
      vary,
    ]);
    const own = response.headers.get("Access-Control-Allow-Methods");
    expect(own).toBe(requestLine.startsWith("PREFLIGHT") ? "PUT" : null);
  });
});

async function overHttp(port: number, requestLine: string, headers: Headers) {
  const response = await send(port, requestLine, [...headers]);
  return { status: response.status, headers: new Headers(response.headers.map(([name, value]) => [name, value])) };
}

test("on Node, a Response of onError has the headers too", async () => {
  const onError = () => new Response("broken", { status: 503 });
  const server = await serve(
    new H3({ ...silent, onError }).use(cors(appOnly)).get("/x", () => {
      throw new Error("broken");
    }),
  );
  const response = await send(server.port, "GET /x", [["Origin", page]]);
  server.close();
  expect([response.status, linesOf(response, "access-control-allow-origin")]).toEqual([503, [page]]);
});

test("elsewhere it has none: h3 adds nothing to it", async () => {
  const onError = () => new Response("broken", { status: 503 });
  const app = new H3({ ...silent, onError }).use(cors(appOnly)).get("/x", () => {
    throw new Error("broken");
  });
  const response = await app.request("/x", { headers: { Origin: page } });
  expect([response.status, corsLines(response.headers)]).toEqual([503, []]);
});

test("a stranger gets nothing of what a handler says, on any runtime", async () => {
  for (const answer of [
    () => new Response("text", { headers: opening }),
    () => new HTTPResponse("text", { headers: opening }),
  ]) {
    const response = await behindCors(answer).request("/x", { headers: { Origin: "https://evil.example" } });
    expect([response.status, corsLines(response.headers)]).toEqual([200, []]);
  }
});

test("types: it goes where h3 takes a middleware", () => {
  expect(defineHandler({ middleware: [cors(appOnly)], handler: () => "text" })).toBeTypeOf("function");
});
