import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, describe, expect, test, vi } from "vitest";
import { corsHeadersOf, linesOf, listen, send } from "../../../../test/raw-http.ts";
import { PolicyError } from "../policy/define-policy.ts";
import type { CorsMessage } from "./cors-options.ts";
import { cors as corsForFetch } from "./fetch.ts";
import { cors } from "./node.ts";

const app = "https://app.example";
const other = "https://other.example";

type Started = Awaited<ReturnType<typeof listen>>;
let started: Started | undefined;
afterEach(() => started?.server.close());

async function ask(middleware: ReturnType<typeof cors>, origin = app, line = "GET /x") {
  started?.server.close();
  started = await listen((request, response) => middleware(request, response, () => response.end("handled")));
  return send(started.port, line, [["Origin", origin]]);
}

test("the requests after replace have the new policy; a document that is none changes nothing", async () => {
  const middleware = cors({ allowOrigins: [app] });
  expect(corsHeadersOf(await ask(middleware))).toEqual([["Access-Control-Allow-Origin", app]]);
  middleware.replace({ allowOrigins: [other] });
  expect(corsHeadersOf(await ask(middleware))).toEqual([]);
  expect(() => middleware.replace({ allowOrigins: ["not an origin"] })).toThrow(PolicyError);
  expect(corsHeadersOf(await ask(middleware, other))).toEqual([["Access-Control-Allow-Origin", other]]);
});

test("a request under way keeps the policy it came under", async () => {
  const answers: ((allowed: boolean) => void)[] = [];
  const wrap = corsForFetch({ allowOrigins: () => new Promise((settle) => answers.push(settle)) });
  const response = wrap(async () => new Response("hello"))(
    new Request("https://api.example/", { headers: { Origin: app } }),
  );
  wrap.replace({ allowOrigins: [] });
  answers[0]?.(true);
  expect((await response).headers.get("Access-Control-Allow-Origin")).toBe(app);
});

describe("debugging", () => {
  test("is off by default", async () => {
    expect(linesOf(await ask(cors({ allowOrigins: [app] })), "crosscheck-cors")).toEqual([]);
  });

  // biome-ignore format: one fact per line
  const said = [
    ["a grant",   { allowOrigins: [app] },                                            app,                  `actual; rule=default; reason=origin-listed; pattern="${app}"`],
    ["a refusal", { allowOrigins: [app] },                                            other,                "actual; rule=default; reason=origin-not-listed"],
    ["no rule",   { rules: [{ id: "a", path: "/a", allowOrigins: "*" }] },            app,                  "no-rule; reason=no-rule"],
    ["nothing of what the client sent", { allowOrigins: [app] },                      `"; injected=1`,      "actual; rule=default; reason=origin-malformed"],
  ] as const;

  test.each(said)("says why: %s", async (_why, document, origin, expected) => {
    const messages: CorsMessage[] = [];
    const log = (message: CorsMessage) => void messages.push(message);
    expect(linesOf(await ask(cors(document, { debug: "header", log }), origin), "crosscheck-cors")).toEqual([expected]);
    expect(linesOf(await ask(cors(document, { debug: "log", log }), origin), "crosscheck-cors")).toEqual([]);
    expect(messages.map(({ text }) => text)).toEqual([`"GET /x": ${expected}`, `"GET /x": ${expected}`]);
  });
});

test("a function that fails refuses, is told once a minute, and is never a 500", async () => {
  const messages: CorsMessage[] = [];
  const boom = new Error("the database is away");
  const log = (message: CorsMessage) => void messages.push(message);
  for (const allowOrigins of [
    () => {
      throw boom;
    },
    () => Promise.reject(boom),
  ]) {
    messages.length = 0;
    const middleware = cors({ allowOrigins }, { log });
    for (let turn = 0; turn < 3; turn++) {
      const response = await ask(middleware);
      expect([response.status, response.body, corsHeadersOf(response)]).toEqual([200, "handled", []]);
    }
    expect(messages).toMatchObject([{ code: "CROSSCHECK_CORS_FUNCTION_FAILED", error: boom }]);
  }
});

test("two layers are told of once a minute, and again of a new policy", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const messages: CorsMessage[] = [];
  const middleware = cors({ allowOrigins: [app] }, { log: (message) => void messages.push(message) });
  const ask = async () => {
    started?.server.close();
    started = await listen((request, response) => {
      middleware(request, response, () => response.setHeader("Access-Control-Allow-Origin", "*").end());
    });
    await send(started.port, "GET /x", [["Origin", app]]);
  };
  await ask();
  await ask();
  expect(messages.map(({ code }) => code)).toEqual(["CROSSCHECK_CORS_SET_TWICE"]);
  vi.setSystemTime(Date.now() + 60_000);
  await ask();
  await ask();
  expect(messages).toHaveLength(2);
  middleware.replace({ allowOrigins: [app] });
  await ask();
  expect(messages).toHaveLength(3);
  vi.useRealTimers();
});

test("a log that throws changes no answer", async () => {
  const log = () => {
    throw new Error("the disk is full");
  };
  expect((await ask(cors({ allowOrigins: [app] }, { debug: "log", log }))).status).toBe(200);
});

test("each request that is refused is an event, and no other", async () => {
  const events: unknown[] = [];
  const listener = (message: unknown) => void events.push(message);
  subscribe("crosscheck:cors:refused", listener);
  const middleware = cors({ allowOrigins: [app] });
  await ask(middleware);
  await ask(middleware, other, "GET /x?y");
  await ask(middleware, "");
  unsubscribe("crosscheck:cors:refused", listener);
  await ask(middleware, other);
  expect(events).toMatchObject([
    {
      method: "GET",
      target: "/x?y",
      decision: { kind: "actual", reason: { code: "origin-not-listed", origin: other } },
    },
  ]);
});
