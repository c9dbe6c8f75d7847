import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { holdDecisionTable } from "../../../../test/adapters/decision-table.ts";
import { corsHeadersOf, linesOf, listen, send } from "../../../../test/raw-http.ts";
import type { HeaderList } from "../http/header-list.ts";
import { PolicyError } from "../policy/define-policy.ts";
import type { LoneRuleDocument } from "../policy/policy-document.ts";
import { cors, type NodeMiddleware } from "./node.ts";

/** A middleware, without what else it can. */
type Handling = (...given: Parameters<NodeMiddleware>) => void;
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

holdDecisionTable(
  cors,
  async (middleware) => {
    const { port, server } = await listen((request, response) => {
      middleware(request, response, () => {
        response.setHeader("X-Handler", "ran");
        response.end("handled");
      });
    });
    return { port, close: () => server.close() };
  },
  { keepsNames: true },
);

describe("what Node does not parse", () => {
  // biome-ignore format: one fact per line
  const unparsed = [
    ["a NUL in the target",           "GET /\0"],
    ["a target without a slash",      "GET nothing"],
    ["a space in the target",         "GET /a b"],
    ["a method that is no token",     "G(T /"],
  ] as const;

  test.each(unparsed)("%s never gets to the policy, nor a grant", async (_why, requestLine) => {
    const response = await answer(cors({ allowOrigins: "*" }), (_, r) => r.end(), requestLine);
    expect(response.status).toBe(400);
    expect(corsHeadersOf(response)).toEqual([]);
  });
});

const app = "https://app.example.com";
const appOnly: LoneRuleDocument = { allowOrigins: [app], allowCredentials: true, exposeHeaders: ["ETag"] };
const granted: HeaderList = [
  ["Access-Control-Allow-Origin", app],
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Expose-Headers", "ETag"],
];

let opened: Server[] = [];
afterEach(() => {
  for (const server of opened) server.close();
  opened = [];
  vi.restoreAllMocks();
});

/** A response of a handler behind a policy. */
async function answer(middleware: Handling, handler: Handler, requestLine = "GET /", origin = app) {
  const { port, server } = await listen((request, response) => {
    middleware(request, response, () => handler(request, response));
  });
  opened.push(server);
  return send(port, requestLine, [["Origin", origin]]);
}

describe("whatever way a handler answers", () => {
  // biome-ignore format: one fact per line
  const ways: readonly (readonly [why: string, status: number, vary: string, handler: Handler])[] = [
    ["end alone",                         200, "Origin",                 (_, r) => r.end("x")],
    ["write, then end",                   200, "Origin",                 (_, r) => { r.write("x"); r.end("y"); }],
    ["write later",                       200, "Origin",                 (_, r) => { setTimeout(() => r.end("x"), 5); }],
    ["flushHeaders first",                200, "Origin",                 (_, r) => { r.flushHeaders(); r.end("x"); }],
    ["a status alone",                    404, "Origin",                 (_, r) => { r.statusCode = 404; r.end(); }],
    ["writeHead without headers",         201, "Origin",                 (_, r) => { r.writeHead(201); r.end(); }],
    ["writeHead with an object",          301, "Accept, Origin",         (_, r) => { r.writeHead(301, { Location: "/x", vary: "Accept" }); r.end(); }],
    ["writeHead with an object, no Vary", 201, "Origin",                 (_, r) => { r.writeHead(201, { "Content-Type": "text/plain" }); r.end(); }],
    ["the same with a message",           201, "Origin",                 (_, r) => { r.writeHead(201, "Made", { "Set-Cookie": ["a=1", "b=2"] }); r.end(); }],
    ["an object that has CORS headers",   201, "Origin",                 (_, r) => { r.writeHead(201, { "access-control-allow-origin": app, "Access-Control-Allow-Methods": "PUT" }); r.end(); }],
    ["writeHead with undefined headers",  200, "Origin",                 (_, r) => { r.writeHead(200, undefined); r.end(); }],
    ["writeHead with a flat list",        200, "Accept, Origin",         (_, r) => { r.writeHead(200, ["Vary", "Accept", "Set-Cookie", "a=1", "Set-Cookie", "b=2"]); r.end(); }],
    ["writeHead with a list of pairs",    200, "Accept, Cookie, Origin", (_, r) => { r.writeHead(200, [["Vary", "Accept"], ["Vary", "Cookie"]] as never); r.end(); }],
    ["writeHead over setHeader",          200, "Cookie, Origin",         (_, r) => { r.setHeader("Vary", "Accept"); r.writeHead(200, { Vary: "Cookie" }); r.end(); }],
    ["a message and an object",           500, "Accept, Origin",         (_, r) => { r.writeHead(500, "Broken", { Vary: "Accept" }); r.end(); }],
    ["a message alone",                   500, "Origin",                 (_, r) => { r.writeHead(500, "Broken"); r.end(); }],
    ["Vary over several lines",           200, "Accept, Cookie, Origin", (_, r) => { r.setHeader("Vary", ["Accept", "Cookie"]); r.end(); }],
    ["Vary that has Origin in any case",  200, "accept, ORIGIN",         (_, r) => { r.setHeader("Vary", "accept, ORIGIN"); r.end(); }],
    ["Vary that is a star stays",         200, "*, Origin",              (_, r) => { r.setHeader("Vary", "*"); r.end(); }],
    ["Vary that is like Origin",          200, "X-Origin, Origin",       (_, r) => { r.setHeader("Vary", "X-Origin"); r.end(); }],
    ["not modified",                      304, "Origin",                 (_, r) => { r.writeHead(304); r.end(); }],
    ["no content",                        204, "Origin",                 (_, r) => { r.writeHead(204); r.end(); }],
    ["a range that is not there",         416, "Origin",                 (_, r) => { r.writeHead(416); r.end(); }],
    ["a rate limit",                      429, "Origin",                 (_, r) => { r.writeHead(429); r.end(); }],
    ["a bad gateway",                     502, "Origin",                 (_, r) => { r.writeHead(502); r.end(); }],
    ["headers all removed on an error",   500, "Origin",                 (_, r) => { r.setHeader("X", "1"); for (const name of r.getHeaderNames()) r.removeHeader(name); r.statusCode = 500; r.end(); }],
    ["a bad head, then an error page",    500, "Origin",                 (_, r) => { try { r.writeHead(200, { "X-Bad": "\n" }); } catch { r.writeHead(500); r.end(); } }],
    ["a second writeHead",                200, "Origin",                 (_, r) => { r.writeHead(200); try { r.writeHead(500); } catch { r.end(); } }],
    ["a 102 before it",                   200, "Origin",                 (_, r) => { r.writeProcessing(); r.end("x"); }],
  ];

  test.each(ways)("%s", async (_why, status, vary, handler) => {
    const response = await answer(cors(appOnly), handler);
    expect(response.status).toBe(status);
    expect(corsHeadersOf(response)).toEqual(granted);
    expect(linesOf(response, "vary")).toEqual([vary]);
  });

  test("repeated fields of a list are all sent, and the message too", async () => {
    const response = await answer(cors(appOnly), (_, r) => {
      r.writeHead(201, "Made", ["Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-N", "1"]);
      r.end();
    });
    expect(response.message).toBe("Made");
    expect(linesOf(response, "set-cookie")).toEqual(["a=1", "b=2"]);
    expect(linesOf(response, "x-n")).toEqual(["1"]);
  });

  test("a handler that throws, in a framework that answers with 500", async () => {
    const response = await answer(cors(appOnly), (_, r) => {
      try {
        throw new Error("broken");
      } catch {
        r.writeHead(500, { "Content-Type": "text/plain" });
        r.end("broken");
      }
    });
    expect([response.status, corsHeadersOf(response)]).toEqual([500, granted]);
  });

  test("plain OPTIONS gets to the handler, with the headers", async () => {
    const response = await answer(cors(appOnly), (_, r) => r.writeHead(200, { Allow: "GET" }).end(), "OPTIONS /");
    expect([response.status, linesOf(response, "allow"), corsHeadersOf(response)]).toEqual([200, ["GET"], granted]);
  });

  test("the original target decides, not what a framework made of it", async () => {
    const middleware = cors({ rules: [{ id: "api", path: "/api/*", allowOrigins: "*" }] });
    const mounted = (...[request, response, next]: Parameters<Handling>): void => {
      const original = request.url ?? "";
      request.url = original.replace("/api", "");
      middleware(Object.assign(request, { originalUrl: original }), response, next);
    };
    expect(corsHeadersOf(await answer(mounted, (_, r) => r.end(), "GET /api/x"))).toEqual([granted[0]?.with(1, "*")]);
  });
});

describe("another layer that sets CORS headers", () => {
  // biome-ignore format: one fact per line
  const layers: readonly (readonly [why: string, origin: string, set: Readonly<Record<string, string>>, expected: HeaderList, warnings: number])[] = [
    ["is replaced",                           app,                    { "access-control-allow-origin": "*" },                          granted, 1],
    ["is replaced by name, and told by name", app,                    { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "false" }, granted, 2],
    ["is no conflict when it says the same",  app,                    { "Access-Control-Allow-Origin": app },                          granted, 0],
    ["loses what the rule does not set",      app,                    { "Access-Control-Allow-Methods": "PUT" },                       granted, 1],
    ["loses all for a stranger",              "https://evil.example", { "Access-Control-Allow-Origin": "https://evil.example", "Access-Control-Allow-Credentials": "true" }, [], 2],
    ["keeps what is not of the six",          app,                    { "Access-Control-Allow-Private-Network": "true" },              [...granted, ["Access-Control-Allow-Private-Network", "true"]], 0],
  ];

  test.each(layers)("%s", async (_why, origin, set, expected, warnings) => {
    const emitted = vi.spyOn(process, "emitWarning").mockReturnValue();
    const middleware = cors(appOnly);
    const handler: Handler = (_, r) => r.writeHead(200, set).end();
    expect(sorted(corsHeadersOf(await answer(middleware, handler, "GET /", origin)))).toEqual(sorted(expected));
    expect(sorted(corsHeadersOf(await answer(middleware, handler, "GET /", origin)))).toEqual(sorted(expected));
    // Once, though it happened twice.
    expect(emitted).toHaveBeenCalledTimes(warnings);
    for (const [message] of emitted.mock.calls) expect(message).toContain('under the rule "default", another one set');
  });

  test("an outer policy of ours repairs an inner one, too", async () => {
    vi.spyOn(process, "emitWarning").mockReturnValue();
    const inner = cors({ allowOrigins: "*" });
    const response = await answer(cors(appOnly), (request, r) => inner(request, r, () => r.end()));
    expect(corsHeadersOf(response).filter(([name]) => name === "Access-Control-Allow-Origin")).toEqual([granted[0]]);
    expect(linesOf(response, "vary")).toEqual(["Origin"]);
  });

  test("a preflight's answer takes the place of what a layer before set", async () => {
    const middleware = cors({ ...appOnly, allowMethods: ["PUT"] });
    const { port, server } = await listen((request, response) => {
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Vary", "Accept-Encoding");
      middleware(request, response, () => response.end());
    });
    opened.push(server);
    const asking: HeaderList = [["Access-Control-Request-Method", "PUT"]];
    const yes = await send(port, "OPTIONS /", [["Origin", app], ...asking]);
    const no = await send(port, "OPTIONS /", [["Origin", "https://evil.example"], ...asking]);
    expect(linesOf(yes, "access-control-allow-origin")).toEqual([app]);
    expect(corsHeadersOf(no)).toEqual([]);
    const vary = "Accept-Encoding, Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    expect([linesOf(yes, "vary"), linesOf(no, "vary")]).toEqual([[vary], [vary]]);
  });
});

describe("when it is made", () => {
  test("a document that is no policy throws", () => {
    expect(() => cors({ allowOrigins: ["https://app.example.com/"] })).toThrow(PolicyError);
  });

  test("an expired danger is warned of, and holds", async () => {
    const emitted = vi.spyOn(process, "emitWarning").mockReturnValue();
    const danger = [{ allow: "null-origin", reason: "kiosk, OPS-12", expires: "2020-01-01" }] as const;
    const response = await answer(cors({ allowOrigins: ["null"], danger }), (_, r) => r.end(), "GET /", "null");
    expect(corsHeadersOf(response)).toEqual([["Access-Control-Allow-Origin", "null"]]);
    expect(emitted.mock.calls.map(([message]) => message)).toEqual([
      expect.stringContaining("expired after 2020-01-01"),
    ]);
  });
});

describe("HTTP/2's compatibility API", () => {
  // biome-ignore format: one fact per line
  const ways = [
    ["end alone",                 200, "GET",     app,                    "origin",         (r: { end(): void; writeHead(s: number, h?: object): unknown }) => r.end()],
    ["writeHead with an object",  404, "GET",     app,                    "Accept, Origin", (r: { end(): void; writeHead(s: number, h?: object): unknown }) => { r.writeHead(404, { Vary: "Accept" }); r.end(); }],
  ] as const;

  test.each(ways)("%s", async (_why, status, method, origin, vary, handler) => {
    const middleware = cors(appOnly);
    const server = createServer((request, response) => middleware(request, response, () => handler(response)));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ":method": method, ":path": "/", origin });
    const [headers] = await once(stream, "response");
    stream.resume();
    await once(stream, "end");
    session.close();
    server.close();
    expect(headers).toMatchObject({ ":status": status, "access-control-allow-origin": app });
    expect(headers["access-control-allow-credentials"]).toBe("true");
    expect(String(headers.vary).toLowerCase()).toBe(vary.toLowerCase());
  });

  test("who answers past it, by the stream, has no CORS headers", async () => {
    const middleware = cors(appOnly);
    const server = createServer((request, response) => {
      middleware(request, response, () => response.stream.respond({ ":status": 200 }, { endStream: true }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [headers] = await once(session.request({ ":path": "/", origin: app }), "response");
    session.close();
    server.close();
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("a preflight", async () => {
    const middleware = cors(appOnly);
    const server = createServer((request, response) => middleware(request, response, () => response.end("ran")));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const asking = { ":method": "OPTIONS", ":path": "/", "access-control-request-method": "PUT" };
    const statuses: unknown[] = [];
    for (const origin of [app, "https://evil.example"]) {
      const stream = session.request({ ...asking, origin });
      const [headers] = await once(stream, "response");
      stream.resume();
      await once(stream, "end");
      statuses.push([headers[":status"], headers["access-control-allow-origin"]]);
    }
    session.close();
    server.close();
    expect(statuses).toEqual([
      [204, app],
      [403, undefined],
    ]);
  });
});

function sorted(headers: HeaderList): string[] {
  return headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
}
