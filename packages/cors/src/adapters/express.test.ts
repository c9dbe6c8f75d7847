import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { ErrorRequestHandler } from "express";
import express5 from "express";
import { describe, expect, test, vi } from "vitest";
import { appOnly, holdAnswers, app as page } from "../../../../test/adapters/answers.ts";
import { corsLines } from "../../../../test/adapters/cors-lines.ts";
import { holdDecisionTable, type Running } from "../../../../test/adapters/decision-table.ts";
import { linesOf, listen, send } from "../../../../test/raw-http.ts";
import { cors } from "./express.ts";

// @ts-expect-error: Express 4 has no types here; what is used of it is the same.
const express4: typeof express5 = (await import("express-4")).default;

vi.spyOn(process, "emitWarning").mockReturnValue();

async function serve(app: express5.Express): Promise<Running> {
  app.set("env", "test");
  const { port, server } = await listen(app);
  return { port, close: () => server.close() };
}

describe.each([
  ["Express 4", express4],
  ["Express 5", express5],
])("%s", (name, express) => {
  holdDecisionTable(cors, (middleware) =>
    serve(
      express()
        .use(middleware)
        .use((_request, response) => void response.set("X-Handler", "ran").send("handled")),
    ),
  );

  holdAnswers(() => {
    const app = express();
    app.use(cors(appOnly));
    app.get("/text", (_, response) => void response.send("text"));
    app.options("/text", (_, response) => void response.set("Allow", "GET").send());
    app.get("/created", (_, response) => void response.status(201).json({}));
    app.get("/empty", (_, response) => void response.sendStatus(204));
    app.get("/stream", (_, response) => void Readable.from(["first", "second"]).pipe(response));
    app.get("/redirect", (_, response) => response.redirect("/text"));
    app.get("/throws", () => {
      throw new Error("broken");
    });
    app.get("/rejects", async (_request, _response, next) => {
      await setImmediate();
      next(new Error("broken later"));
    });
    app.get("/vary", (_, response) => void response.set("Vary", "Accept").send());
    app.get("/vary-origin", (_, response) => void response.vary("origin").vary("Accept").send());
    app.get("/own", (_, response) => {
      response.set({ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT" }).send();
    });
    return serve(app);
  });

  describe("in its own idiom", () => {
    const api = cors({ rules: [{ id: "api", path: "/api/v1/*", allowOrigins: [page], allowMethods: ["PUT"] }] });
    const broken: ErrorRequestHandler = (_error, _request, response, _next) => void response.status(503).send("broken");

    // biome-ignore format: one fact per line
    const idioms: readonly (readonly [why: string, app: () => express5.Express, requestLine: string, status: number, granted: boolean])[] = [
      ["one route",                               () => express().get("/x", cors(appOnly), (_, r) => void r.send()),                                "GET /x",           200, true],
      ["one path, and its preflight",             () => express().use("/x", cors(appOnly)),                                                         "OPTIONS /x",       204, true],
      ["one route's preflight",                   () => express().options("/x", cors(appOnly)),                                                     "OPTIONS /x",       204, true],
      ["another route",                           () => express().get("/x", cors(appOnly)).get("/y", (_, r) => void r.send()),                      "GET /y",           200, false],
      ["mounted routers: the original URL",       () => express().use("/api", express.Router().use("/v1", express.Router().use(api).get("/x", (_, r) => void r.send()))), "GET /api/v1/x", 200, true],
      ["a mounted application",                   () => express().use("/api/v1", express().use(api).get("/x", (_, r) => void r.send())),            "GET /api/v1/x",    200, true],
      ["a mounted application's preflight",       () => express().use("/api/v1", express().use(api)),                                               "OPTIONS /api/v1/x", 204, true],
      ["a URL that a layer before it changed",    () => express().use((request, _, next) => { request.url = "/api/v1/x"; next(); }).use(api, (_, r) => void r.send()), "GET /other", 200, false],
      ["an error handler's answer",               () => express().use(cors(appOnly), () => { throw new Error("broken"); }).use(broken),             "GET /",            503, true],
      ["a path that cannot be decoded",           () => express().use(cors(appOnly)).get("/:name", (_, r) => void r.send()),                        "GET /%zz",         400, true],
    ];

    test.each(idioms)("%s", async (_why, app, requestLine, status, granted) => {
      const server = await serve(app());
      const asking = requestLine.startsWith("OPTIONS") ? [["Access-Control-Request-Method", "PUT"] as const] : [];
      const response = await send(server.port, requestLine, [["Origin", page], ...asking]);
      server.close();
      expect(response.status).toBe(status);
      expect(linesOf(response, "access-control-allow-origin")).toEqual(granted ? [page] : []);
    });

    test(`the types of ${name} take it`, () => {
      expect(express().use(cors(appOnly)).get("/", cors(appOnly))).toBeTypeOf("function");
    });
  });

  test("the middleware cors, inside ours, neither doubles nor opens anything", async () => {
    const { default: otherCors } = await import("cors");
    const app = express().use(cors(appOnly), otherCors({ origin: true, credentials: true }));
    const server = await serve(app.get("/", (_, response) => void response.send()));
    const answers = [page, "https://evil.example"].map((origin) => send(server.port, "GET /", [["Origin", origin]]));
    const [yes, no] = (await Promise.all(answers)).map(({ headers }) => corsLines(headers));
    server.close();
    expect(yes).toContain(`access-control-allow-origin: ${page}`);
    expect(yes).toHaveLength(3);
    expect(no).toEqual([]);
  });
});
