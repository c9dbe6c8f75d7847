import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import fastify, { type FastifyInstance } from "fastify";
import { describe, expect, test, vi } from "vitest";
import { appOnly, holdAnswers, app as page } from "../../../../test/adapters/answers.ts";
import { corsLines } from "../../../../test/adapters/cors-lines.ts";
import { holdDecisionTable, type Running } from "../../../../test/adapters/decision-table.ts";
import { holdHttp2 } from "../../../../test/adapters/hold-http2.ts";
import { linesOf, send } from "../../../../test/raw-http.ts";
import { cors } from "./fastify.ts";

vi.spyOn(process, "emitWarning").mockReturnValue();

async function serve(app: Pick<FastifyInstance, "listen" | "server" | "close">): Promise<Running> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

holdDecisionTable(
  cors,
  async (middleware) => {
    const app = fastify({ exposeHeadRoutes: false });
    await app.register(middleware);
    app.setNotFoundHandler((_request, reply) => reply.status(200).header("X-Handler", "ran").send("handled"));
    return serve(app);
  },
  // What Fastify cannot decode, it answers before any hook.
  { unrouted: ["GET /health%zz"] },
);

function addRoutes(app: Pick<FastifyInstance, "get" | "options">): void {
  app.get("/text", async () => "text");
  app.options("/text", async (_, reply) => reply.header("Allow", "GET").send(""));
  app.get("/created", async (_, reply) => reply.status(201).send({}));
  app.get("/empty", async (_, reply) => reply.status(204).send());
  app.get("/stream", async (_, reply) => reply.send(Readable.from(["first", "second"])));
  app.get("/redirect", async (_, reply) => reply.redirect("/text"));
  app.get("/throws", () => {
    throw new Error("broken");
  });
  app.get("/rejects", async () => {
    await setImmediate();
    throw new Error("broken later");
  });
  app.get("/vary", async (_, reply) => reply.header("Vary", "Accept").send("text"));
  app.get("/vary-origin", async (_, reply) => reply.header("Vary", "origin, Accept").send("text"));
  app.get("/own", async (_, reply) =>
    reply.headers({ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT" }).send("text"),
  );
}

holdAnswers(async () => {
  const app = fastify();
  await app.register(cors(appOnly));
  addRoutes(app);
  return serve(app);
});

holdHttp2(async () => {
  const app = fastify({ http2: true });
  await app.register(cors(appOnly));
  app.get("/vary", async (_, reply) => reply.header("Vary", "Accept").send("text"));
  app.get("/throws", async () => {
    throw new Error("broken");
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
});

describe("in its own idiom", () => {
  const api = cors({ rules: [{ id: "api", path: "/api/*", allowOrigins: [page], allowMethods: ["PUT"] }] });
  const answer = async () => "text";

  /** An application with an open context below `/open`, and routes beside it. */
  async function contexts(): Promise<FastifyInstance> {
    const app = fastify();
    app.get("/closed", answer);
    app.options("/*", async (_, reply) => reply.header("X-Handler", "everywhere").send(""));
    await app.register(
      async (open) => {
        await open.register(cors(appOnly));
        open.get("/", answer);
        open.get("/x", answer);
        open.post("/x", answer);
        open.route({ method: ["GET", "PUT"], url: "/items/:id", handler: answer });
        open.options("/own", async (_, reply) => reply.header("X-Handler", "own").send(""));
        await open.register(async (inner) => void inner.get("/x", answer), { prefix: "/inner" });
      },
      { prefix: "/open" },
    );
    await app.register(async (group) => {
      await group.register(api);
      group.get("/api/x", answer);
      group.get("/elsewhere", answer);
    });
    return app;
  }

  const withUrl = async (url: string) => {
    const app = fastify({ rewriteUrl: () => url });
    await app.register(api);
    app.get("/api/x", answer);
    return app;
  };

  const behindCors = async (use: (app: FastifyInstance) => unknown) => {
    const app = fastify();
    await app.register(cors(appOnly));
    use(app);
    return app;
  };

  // biome-ignore format: one fact per line
  const idioms: readonly (readonly [why: string, app: () => Promise<FastifyInstance>, requestLine: string, status: number, granted: boolean, handler: string])[] = [
    ["a context's route",                              contexts,                       "GET /open/x",             200, true, ""],
    ["a context's root",                               contexts,                       "GET /open",               200, true, ""],
    ["a preflight for a context's route",              contexts,                       "PREFLIGHT /open/x",       204, true, ""],
    ["for its root",                                   contexts,                       "PREFLIGHT /open",         204, true, ""],
    ["for its root with a slash",                      contexts,                       "PREFLIGHT /open/",        204, true, ""],
    ["for a route with a parameter",                   contexts,                       "PREFLIGHT /open/items/7", 204, true, ""],
    ["for a route of a context inside it",             contexts,                       "PREFLIGHT /open/inner/x", 204, true, ""],
    ["for an OPTIONS route of its own",                contexts,                       "PREFLIGHT /open/own",     204, true, ""],
    ["plain OPTIONS there",                            contexts,                       "OPTIONS /open/own",       200, true, "own"],
    ["plain OPTIONS goes where it would go",           contexts,                       "OPTIONS /open/x",         200, false, "everywhere"],
    ["beside the context",                             contexts,                       "GET /closed",             200, false, ""],
    ["a preflight beside the context",                 contexts,                       "PREFLIGHT /closed",       200, false, "everywhere"],
    ["a context without a prefix",                     contexts,                       "GET /api/x",              200, true, ""],
    ["its preflight",                                  contexts,                       "PREFLIGHT /api/x",        204, true, ""],
    ["a path of it that no rule covers",               contexts,                       "GET /elsewhere",          200, false, ""],
    ["and its preflight",                              contexts,                       "PREFLIGHT /elsewhere",    404, false, ""],
    ["a rewritten URL: the original one",              () => withUrl("/api/x"),        "GET /other",              200, false, ""],
    ["a rewritten URL's preflight",                    () => withUrl("/other"),        "PREFLIGHT /api/x",        204, true, ""],
    ["a handler that hijacks",                         () => behindCors((app) => app.get("/", (_, reply) => { reply.hijack(); reply.raw.writeHead(202).end(); })), "GET /", 202, true, ""],
    ["an error handler's answer",                      () => behindCors((app) => { app.setErrorHandler((_error, _, reply) => reply.status(503).send("")); app.get("/", async () => { throw new Error("broken"); }); }), "GET /", 503, true, ""],
    ["a body that fails a schema",                     () => behindCors((app) => app.get("/", { schema: { querystring: { type: "object", required: ["a"] } } }, answer)), "GET /", 400, true, ""],
    ["a hook that answers after it",                   () => behindCors((app) => app.addHook("onRequest", async (_, reply) => reply.status(401).send(""))), "GET /", 401, true, ""],
    ["a preflight, before a hook that asks who it is", () => behindCors((app) => app.addHook("onRequest", async (_, reply) => reply.status(401).send(""))), "PREFLIGHT /", 204, true, ""],
  ];

  test.each(idioms)("%s", async (_why, makeApp, requestLine, status, granted, handler) => {
    const server = await serve(await makeApp());
    const asking = requestLine.startsWith("PREFLIGHT") ? [["Access-Control-Request-Method", "PUT"] as const] : [];
    const line = requestLine.replace("PREFLIGHT", "OPTIONS");
    const response = await send(server.port, line, [["Origin", page], ...asking]);
    await server.close();
    expect(response.status).toBe(status);
    expect(linesOf(response, "access-control-allow-origin")).toEqual(granted ? [page] : []);
    expect(linesOf(response, "x-handler")).toEqual(handler === "" ? [] : [handler]);
  });

  test("the application itself gets no routes", async () => {
    const app = await behindCors((instance) => instance.get("/x", answer));
    await app.ready();
    expect(app.printRoutes()).not.toContain("OPTIONS");
  });

  test("without a network, by inject()", async () => {
    const app = await behindCors((instance) => instance.get("/x", answer));
    const actual = await app.inject({ url: "/x", headers: { origin: page } });
    const headers = { origin: page, "access-control-request-method": "PUT" };
    const preflight = await app.inject({ method: "OPTIONS", url: "/x", headers });
    expect([actual.statusCode, actual.headers["access-control-allow-origin"]]).toEqual([200, page]);
    expect([preflight.statusCode, preflight.headers["access-control-allow-origin"]]).toEqual([204, page]);
  });

  test("a preflight is seen by onResponse, which logs and counts", async () => {
    const seen: number[] = [];
    const app = await behindCors((instance) =>
      instance.addHook("onResponse", async (_request, reply) => void seen.push(reply.raw.statusCode)),
    );
    const server = await serve(app);
    await send(server.port, "OPTIONS /", Object.entries({ Origin: page, "Access-Control-Request-Method": "PUT" }));
    await server.close();
    expect(seen).toEqual([204]);
  });
});

test("the plugin @fastify/cors, beside ours, neither doubles nor opens anything", async () => {
  const { default: otherCors } = await import("@fastify/cors");
  const app = fastify();
  await app.register(cors(appOnly));
  await app.register(otherCors, { origin: true, credentials: true });
  app.get("/", async () => "text");
  const server = await serve(app);
  const answers = [page, "https://evil.example"].map((origin) => send(server.port, "GET /", [["Origin", origin]]));
  const [yes, no] = (await Promise.all(answers)).map(({ headers }) => corsLines(headers));
  await server.close();
  expect(yes).toContain(`access-control-allow-origin: ${page}`);
  expect(yes).toHaveLength(3);
  expect(no).toEqual([]);
});
