import { describe, expect, test, vi } from "vitest";
import type {
  CorsMessage,
  CorsOptions,
  PolicyInput,
  Replaceable,
} from "../../packages/cors/src/adapters/cors-options.ts";
import { linesOf, send } from "../raw-http.ts";
import { corsLines } from "./cors-lines.ts";
import type { Running } from "./decision-table.ts";

const app = "https://app.example.com";
const granted = [`access-control-allow-origin: ${app}`];
const asks = { "Access-Control-Request-Method": "PUT" };

type Answer = (origin: { readonly serialized: string }) => boolean | Promise<boolean>;

/** What a function as `allowOrigins` does: why, its answer, the request, the status, the CORS headers, whether the handler runs. */
// biome-ignore format: one fact per line
const functions: readonly (readonly [why: string, answer: Answer, requestLine: string, headers: Readonly<Record<string, string>>, status: number, set: readonly string[], runs: boolean])[] = [
  ["allows",                        () => true,                                             "GET /x",     {},     200, granted, true],
  ["allows later",                  async ({ serialized }) => serialized === app,           "GET /x",     {},     200, granted, true],
  ["refuses later",                 async () => false,                                      "GET /x",     {},     200, [],      true],
  ["throws",                        () => { throw new Error("the database is away"); },     "GET /x",     {},     200, [],      true],
  ["rejects",                       () => Promise.reject(new Error("the database is away")), "GET /x",    {},     200, [],      true],
  ["allows a preflight later",      async () => true,                                       "OPTIONS /x", asks,   204, granted, false],
  ["refuses a preflight later",     async () => false,                                      "OPTIONS /x", asks,   403, [],      false],
  ["rejects at a preflight",        () => Promise.reject(new Error("the database is away")), "OPTIONS /x", asks,  403, [],      false],
  ["is not asked about null",       () => true,                                             "GET /x",     { Origin: "null" }, 200, [], true],
];

/** Holds an adapter against what a policy can do in code alone: ask functions, be replaced, say why. */
export function holdInCode<Middleware extends Replaceable>(
  cors: (policyOrDocument: PolicyInput, options?: CorsOptions) => Middleware,
  start: (middleware: Middleware) => Promise<Running>,
): void {
  async function ask(middleware: Middleware, requestLine: string, headers: Readonly<Record<string, string>> = {}) {
    const server = await start(middleware);
    try {
      return await send(server.port, requestLine, Object.entries({ Origin: app, ...headers }));
    } finally {
      await server.close();
    }
  }

  describe("a function as allowOrigins", () => {
    test.each(functions)("%s (%s %s)", async (_why, answer, requestLine, headers, status, set, runs) => {
      const log = vi.fn<(message: CorsMessage) => void>();
      const middleware = cors({ allowOrigins: answer, variesOn: ["X-Tenant"] }, { log });
      const response = await ask(middleware, requestLine, headers);
      expect([response.status, corsLines(response.headers)]).toEqual([status, set]);
      expect(linesOf(response, "x-handler")).toEqual(runs ? ["ran"] : []);
      expect(linesOf(response, "vary").join(", ").split(", ")).toEqual(expect.arrayContaining(["Origin", "X-Tenant"]));
    });
  });

  test("replace exchanges the policy", async () => {
    const middleware = cors({ allowOrigins: [] });
    expect(corsLines((await ask(middleware, "GET /x")).headers)).toEqual([]);
    middleware.replace({ allowOrigins: [app] });
    expect(corsLines((await ask(middleware, "GET /x")).headers)).toEqual(granted);
  });

  test("debugging says why, to the log and in a header, where no rule matches, too", async () => {
    const messages: CorsMessage[] = [];
    const log = (message: CorsMessage) => void messages.push(message);
    const rules = [{ id: "api", path: "/api/*", allowOrigins: [app] }];
    const middleware = cors({ rules }, { debug: "header", log });
    for (const [line, why] of [
      ["GET /api/x", `actual; rule=api; reason=origin-listed; pattern="${app}"`],
      ["GET /x", "no-rule; reason=no-rule"],
    ] as const) {
      expect(linesOf(await ask(middleware, line), "crosscheck-cors")).toEqual([why]);
      expect(messages.pop()?.text).toContain(why);
    }
  });
}
