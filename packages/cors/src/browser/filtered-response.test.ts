import { describe, expect, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import { isCorsSafelistedResponseHeaderName } from "./cors-safelisted-response-header-name.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { filteredResponse } from "./filtered-response.ts";
import { newRequest } from "./new-request.ts";
import type { PageRequest } from "./page-request.ts";
import type { FilteredResponse } from "./verdict.ts";

const secret: HeaderList = [
  ["X-Secret", "1"],
  ["Set-Cookie", "a=1"],
  ["Set-Cookie2", "b=2"],
];

function filtered(
  headers: HeaderList,
  init: Partial<PageRequest> = {},
  responseTainting: FetchRequest["responseTainting"] = "cors",
  type: "default" | "opaqueredirect" = "default",
): FilteredResponse {
  const url = "https://api.example/x?y#z";
  const request = newRequest({ origin: "https://app.example" }, { url, ...init }) as FetchRequest;
  return filteredResponse(
    { ...request, responseTainting },
    { type, response: { status: 203, headers }, url: new URL(url) },
  );
}

describe("the headers of a CORS filtered response", () => {
  const exposing = (value: string): HeaderList => [...secret, ["Access-Control-Expose-Headers", value]];
  // biome-ignore format: one fact per line
  const facts = [
    ["nothing exposed",                                        secret,                                                       "omit",    []],
    ["one name",                                               exposing("X-Secret"),                                         "omit",    ["X-Secret"]],
    ["case does not count",                                    exposing("x-SECRET"),                                         "omit",    ["X-Secret"]],
    ["a list with empty elements",                             exposing(", ,x-secret,"),                                     "omit",    ["X-Secret"]],
    ["over two headers",                                       [...exposing("x-a"), ["Access-Control-Expose-Headers", "x-secret"]], "omit", ["X-Secret"]],
    ["with credentials, by name",                              exposing("x-secret"),                                         "include", ["X-Secret"]],
    ["* without credentials exposes all but cookies",          exposing("*"),                                                "omit",    ["X-Secret", "Access-Control-Expose-Headers"]],
    ["* in a list too",                                        exposing("x-a, *"),                                           "omit",    ["X-Secret", "Access-Control-Expose-Headers"]],
    ["* with same-origin credentials too",                     exposing("*"),                                                "same-origin", ["X-Secret", "Access-Control-Expose-Headers"]],
    ["* with credentials is the name of a header",             exposing("*"),                                                "include", []],
    ["a header of that name is exposed then",                  [...exposing("*"), ["*", "1"]],                                "include", ["*"]],
    ["cookies never, not even by name",                        exposing("set-cookie, set-cookie2"),                          "omit",    []],
    ["what cannot be parsed exposes nothing",                  exposing("x-secret, b c"),                                    "omit",    []],
    ["not even *",                                             exposing("*, b c"),                                           "omit",    []],
    ["quotes cannot be parsed",                                exposing('"x-secret"'),                                       "omit",    []],
    ["one bad header spoils the other",                        [...exposing("x-secret"), ["Access-Control-Expose-Headers", "b c"]], "omit", []],
  ] as const;

  test.each(facts)("%s", (_why, headers, credentials, names) => {
    expect(filtered(headers, { credentials }).headers.map(([name]) => name)).toEqual(names);
  });

  test("duplicates keep their order", () => {
    const headers: HeaderList = [
      ["Content-Type", "a/b"],
      ["x", "1"],
      ["content-type", "c/d"],
    ];
    expect(filtered(headers).headers).toEqual([
      ["Content-Type", "a/b"],
      ["content-type", "c/d"],
    ]);
  });

  test("seven names are safelisted", () => {
    const names = "Cache-Control Content-Language Content-Length CONTENT-TYPE Expires Last-Modified Pragma".split(" ");
    expect(names.every((name) => isCorsSafelistedResponseHeaderName(name, new Set()))).toBe(true);
    expect(
      ["ETag", "Date", "Location", "Server"].some((name) => isCorsSafelistedResponseHeaderName(name, new Set())),
    ).toBe(false);
  });
});

describe("the types of filtered responses", () => {
  test("basic: everything but cookies", () => {
    const { headers, ...rest } = filtered(secret, {}, "basic");
    expect(headers).toEqual([["X-Secret", "1"]]);
    expect(rest).toEqual({ type: "basic", status: 203, url: "https://api.example/x?y", redirected: false });
  });

  test("cors: the URL without its fragment", () => {
    expect(filtered([], {})).toMatchObject({ type: "cors", status: 203, url: "https://api.example/x?y" });
  });

  test("opaque: nothing", () => {
    expect(filtered(secret, {}, "opaque")).toEqual({
      type: "opaque",
      status: 0,
      headers: [],
      url: "",
      redirected: false,
    });
  });

  test("opaqueredirect: nothing but the URL that was asked", () => {
    expect(filtered(secret, {}, "cors", "opaqueredirect")).toEqual({
      type: "opaqueredirect",
      status: 0,
      headers: [],
      url: "https://api.example/x?y",
      redirected: false,
    });
  });
});
