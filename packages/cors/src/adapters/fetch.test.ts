import { setImmediate } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { describe, expect, test, vi } from "vitest";
import { appOnly, holdAnswers, app as page } from "../../../../test/adapters/answers.ts";
import { corsLines } from "../../../../test/adapters/cors-lines.ts";
import { holdDecisionTable, type Running } from "../../../../test/adapters/decision-table.ts";
import { listen } from "../../../../test/raw-http.ts";
import { PolicyError } from "../policy/define-policy.ts";
import { cors } from "./fetch.ts";

/** Behind a server that knows nothing but `Request` and `Response`, and answers a handler's error with 500. */
async function serve(handler: (request: Request) => Promise<Response>): Promise<Running> {
  const { port, server } = await listen(getRequestListener(handler, { overrideGlobalObjects: false }));
  return { port, close: () => server.close() };
}

holdDecisionTable(
  cors,
  (middleware) => serve(middleware(() => new Response("handled", { headers: { "X-Handler": "ran" } }))),
  {
    parsesTargets: true,
    unrouted: ["OPTIONS *", "GET /a\\b"],
  },
);

const answers: Readonly<Record<string, (request: Request) => Response | Promise<Response>>> = {
  "/text": ({ method }) => new Response("text", { headers: method === "OPTIONS" ? { Allow: "GET" } : {} }),
  "/created": () => Response.json({}, { status: 201 }),
  "/empty": () => new Response(null, { status: 204 }),
  "/stream": () => new Response(new Blob(["first", "second"]).stream()),
  "/redirect": () => Response.redirect("http://api.example.com/text", 302),
  "/throws": () => new Response("broken", { status: 500 }),
  "/rejects": async () => {
    await setImmediate();
    return new Response("broken later", { status: 500 });
  },
  "/vary": () => new Response("text", { headers: { Vary: "Accept" } }),
  "/vary-origin": () => new Response("text", { headers: { Vary: "origin, Accept" } }),
  "/own": () =>
    new Response("text", { headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT" } }),
};

const application = (request: Request) =>
  answers[new URL(request.url).pathname]?.(request) ?? new Response("nothing", { status: 404 });

vi.spyOn(process, "emitWarning").mockReturnValue();
holdAnswers(() => serve(cors(appOnly)(application)));

describe("from Request to Response", () => {
  const request = (origin: string, init: RequestInit = {}) =>
    new Request("http://api.example/x", { ...init, headers: { Origin: origin, ...init.headers } });
  const granted = [
    "access-control-allow-credentials: true",
    `access-control-allow-origin: ${page}`,
    "access-control-expose-headers: ETag",
  ];

  test("the handler's own response is given back, its body untouched", async () => {
    const answer = new Response(new Blob(["text"]).stream());
    expect(await cors(appOnly)(() => answer)(request(page))).toBe(answer);
    expect(corsLines(answer.headers)).toEqual(granted);
    expect(answer.bodyUsed).toBe(false);
  });

  test("an endless stream is passed on as it comes", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new TextEncoder().encode("x")) });
    const response = await cors(appOnly)(() => new Response(endless))(request(page));
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value).toHaveLength(1);
    await reader?.cancel();
  });

  test("a response of fetch(), whose headers are immutable, is copied", async () => {
    const fetched = await fetch("data:text/plain,fetched");
    expect(() => fetched.headers.set("A", "b")).toThrow(TypeError);
    const response = await cors(appOnly)(() => fetched)(request(page));
    expect(corsLines(response.headers)).toEqual(granted);
    expect([response.status, await response.text()]).toEqual([200, "fetched"]);
  });

  test("a network error is one still", async () => {
    const response = await cors(appOnly)(() => Response.error())(request(page));
    expect([response.type, response.status]).toEqual(["error", 0]);
  });

  test("a response that is used again has the next request's headers", async () => {
    const shared = new Response(null, { status: 204 });
    const wrapped = cors(appOnly)(() => shared);
    await wrapped(request(page));
    expect(corsLines((await wrapped(request("https://evil.example"))).headers)).toEqual([]);
    expect(shared.headers.get("Vary")).toBe("Origin");
  });

  test("no rule: nothing is touched", async () => {
    const own = new Response("text", { headers: { "Access-Control-Allow-Origin": "*" } });
    const response = await cors({ rules: [] })(() => own)(request(page));
    expect(corsLines(response.headers)).toEqual(["access-control-allow-origin: *"]);
  });

  test("an error goes on, thrown at once or later", async () => {
    const broken = new Error("broken");
    const now = () => {
      throw broken;
    };
    await expect(cors(appOnly)(now)(request(page))).rejects.toBe(broken);
    await expect(cors(appOnly)(() => Promise.reject(broken))(request(page))).rejects.toBe(broken);
  });

  test("the handler does not run for a preflight, and gets what its runtime gives otherwise", async () => {
    const handler = vi.fn((_request: Request, env: { KEY: string }, context: { waitUntil: boolean }) =>
      Response.json([env, context]),
    );
    const wrapped = cors(appOnly)(handler);
    const headers = { "Access-Control-Request-Method": "PUT" };
    const preflight = await wrapped(request(page, { method: "OPTIONS", headers }), { KEY: "k" }, { waitUntil: true });
    expect([preflight.status, handler.mock.calls.length]).toEqual([204, 0]);
    const actual = await wrapped(request(page), { KEY: "k" }, { waitUntil: true });
    expect(await actual.json()).toEqual([{ KEY: "k" }, { waitUntil: true }]);
  });

  test("where there is no process, another layer is told of on the console", async () => {
    vi.stubGlobal("process", undefined);
    const warned = vi.spyOn(console, "warn").mockReturnValue();
    await cors(appOnly)(answers["/own"]!)(request(page));
    vi.unstubAllGlobals();
    expect(warned.mock.calls).toEqual([
      [expect.stringContaining("removed it")],
      [expect.stringContaining(`replaced it with "${page}"`)],
    ]);
  });

  test("a document that is no policy throws when it is wrapped, not when it is asked", () => {
    expect(() => cors({ allowOrigins: ["https://app.example.com/"] })).toThrow(PolicyError);
  });
});
