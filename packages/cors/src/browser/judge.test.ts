import { describe, expect, test } from "vitest";
import type { AsyncResponder, NetworkAnswer, Responder } from "../http/exchange.ts";
import { judge, judgeAsync } from "./judge.ts";

const page = { origin: "https://app.example" };
const request = { url: "https://api.example/", credentials: "include" } as const;
const shared: NetworkAnswer = {
  status: 200,
  headers: [
    ["Access-Control-Allow-Origin", page.origin],
    ["Access-Control-Allow-Credentials", "true"],
  ],
};

describe("a responder that does not answer is a network that failed", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [string, Responder, string])[] = [
    ["it says why",                     () => ({ kind: "failed", why: "connection refused" }),           "connection refused"],
    ["it throws an error",              () => { throw new Error("name not found"); },                    "name not found"],
    ["it throws something else",        () => { throw "timed out"; },                                    "timed out"],
    ["it returns nothing",              () => undefined as unknown as NetworkAnswer,                     "the responder gave no answer"],
    ["it returns null",                 () => null as unknown as NetworkAnswer,                          "the responder gave no answer"],
    ["it has no headers",               () => ({ status: 200 }) as unknown as NetworkAnswer,             "the answer has no list of headers: [[name, value], …]"],
    ["its status is no number",         () => ({ status: "200", headers: [] }) as unknown as NetworkAnswer, "200 is not a status: an integer from 0 to 999"],
    ["its status is no integer",        () => ({ status: Number.NaN, headers: [] }),                     "NaN is not a status: an integer from 0 to 999"],
    ["its status is negative",          () => ({ status: -1, headers: [] }),                             "-1 is not a status: an integer from 0 to 999"],
  ];

  test.each(facts)("%s", async (_why, responder, why) => {
    const verdict = judge({ page, request, responder });
    expect(verdict).toMatchObject({ type: "network error", reason: "network", details: { why }, onPreflight: false });
    expect(verdict.exchanges).toMatchObject([{ response: { kind: "failed", why } }]);
    expect(await judgeAsync({ page, request, responder })).toEqual(verdict);
  });

  test("on a preflight too", () => {
    const verdict = judge({
      page,
      request: { ...request, method: "PUT" },
      responder: () => ({ kind: "failed", why: "reset" }),
    });
    expect(verdict).toMatchObject({ reason: "network", onPreflight: true, preflights: [{ hop: 0 }] });
  });
});

describe("cookies", () => {
  const sent = (cookies: string | ((url: string) => string | null) | undefined): string | undefined => {
    const input = { page, request, responder: () => shared };
    const verdict = judge(cookies === undefined ? input : { ...input, cookies });
    return verdict.exchanges[0]?.request.headers.find(([name]) => name === "Cookie")?.[1];
  };

  // biome-ignore format: one fact per line
  const facts = [
    ["none",                              undefined,                                "undefined"],
    ["a string goes to every URL",        "a=1; b=2",                               "a=1; b=2"],
    ["a function is asked for its URL",   (url: string) => `url=${url}`,            "url=https://api.example/"],
    ["null is no header",                 () => null,                               "undefined"],
    ["an empty string is no header",      "",                                       "undefined"],
  ] as const;

  test.each(facts)("%s", (_why, cookies, expected) => {
    expect(String(sent(cookies))).toBe(expected);
  });

  test("are not asked for when credentials are left out", () => {
    const cookies = (): string => {
      throw new Error("asked");
    };
    expect(judge({ page, request: { url: request.url }, cookies, responder: () => shared })).toMatchObject({
      type: "allowed",
    });
  });
});

test("judgeAsync waits for its responder", async () => {
  const responder: AsyncResponder = async () => {
    await Promise.resolve();
    return shared;
  };
  expect(await judgeAsync({ page, request, responder })).toEqual(judge({ page, request, responder: () => shared }));
});

test("judgeAsync takes a rejection for a network that failed", async () => {
  const responder: AsyncResponder = () => Promise.reject(new Error("TLS"));
  expect(await judgeAsync({ page, request, responder })).toMatchObject({ reason: "network", details: { why: "TLS" } });
});

test("a mistake in the call is told, not judged", async () => {
  const promised = (() => Promise.resolve(shared)) as unknown as Responder;
  expect(() => judge({ page, request, responder: promised })).toThrow("use judgeAsync()");
  const none = { page, request } as unknown as { page: typeof page; request: typeof request; responder: Responder };
  expect(() => judge(none)).toThrow("judge() has no responder");
  await expect(judgeAsync(none)).rejects.toThrow("judge() has no responder");
});
