import { describe, expect, test } from "vitest";
import { assertAllowed, assertBlocked } from "./assertions.ts";
import { fetchHandler } from "./fetch-handler.ts";
import { type CorsMatchers, matchers } from "./matchers.ts";
import { page } from "./page.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends CorsMatchers {}
}

expect.extend(matchers);

const api = "https://api.example.com/";
const app = page("https://app.example.com", {
  transport: fetchHandler(() => new Response("", { headers: { "Access-Control-Allow-Origin": "*", "X-Total": "3" } })),
});

describe("matchers", () => {
  test("pass", async () => {
    await expect(app).toBeAllowed(api);
    await expect(app).toBeAllowed(api, {}, { status: 200, type: "cors" });
    await expect(app.fetch(api)).toBeAllowed({ status: 200 });
    await expect(app).not.toBeAllowed(api, { method: "PUT" });
    await expect(app).toBeBlocked(api, { method: "PUT" }, { reason: "preflight-method", onPreflight: true, hop: 0 });
    await expect(app.fetch(api, { credentials: "include" })).toBeBlocked({ reason: "acao-star-with-credentials" });
    await expect(app).not.toBeBlocked(api);
  });

  // biome-ignore format: one fact per line
  const failing: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ["blocked, to be allowed",     () => expect(app).toBeAllowed(api, { method: "PUT" }),                    "is not in Access-Control-Allow-Methods"],
    ["allowed, to be blocked",     () => expect(app).toBeBlocked(api),                                       "The page gets a response (cors, status 200) from https://api.example.com/"],
    ["another reason",             () => expect(app.fetch(api, { method: "PUT" })).toBeBlocked({ reason: "acao-missing" }), 'reason is "preflight-method", and was to be "acao-missing"'],
    ["another status",             () => expect(app.fetch(api)).toBeAllowed({ status: 201 }),                "The status is 200, and was to be 201."],
    ["another type",               () => expect(app.fetch(api)).toBeAllowed({ type: "opaque" }),             'type is "cors", and was to be "opaque"'],
    ["a header that is hidden",    () => expect(app.fetch(api)).toBeAllowed({ headers: { "X-Total": "3" } }), "The page cannot read X-Total"],
    ["no request",                 () => expect(app).toBeAllowed(),                                          "Which request?"],
    ["no page",                    () => expect("https://app.example.com").toBeAllowed(api),                 "about a page"],
    ["assertAllowed",              () => assertAllowed(app.fetch(api, { method: "PUT" })),                   "is not in Access-Control-Allow-Methods"],
    ["assertBlocked",              () => assertBlocked(app.fetch(api)),                                      "was to be blocked"],
  ];
  test.each(failing)("say why they fail: %s", async (_what, run, part) => {
    await expect(run()).rejects.toThrow(part);
  });

  test("assertions give what they looked at", async () => {
    expect((await assertAllowed(app.fetch(api))).status).toBe(200);
    await assertBlocked(app.fetch(api, { method: "PUT" }), { reason: "preflight-method" });
    await expect(assertBlocked(app.fetch(api))).rejects.toMatchObject({ name: "AssertionError" });
  });

  test("an abort is the test's own", async () => {
    const aborted = app.fetch(api, { signal: AbortSignal.abort() });
    await expect(expect(aborted).toBeBlocked()).rejects.toMatchObject({ name: "AbortError" });
  });
});
