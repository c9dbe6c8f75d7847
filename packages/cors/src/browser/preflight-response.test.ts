import { describe, expect, test } from "vitest";
import type { Header } from "../http/header-list.ts";
import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { newRequest } from "./new-request.ts";
import type { PageRequest } from "./page-request.ts";
import { judgePreflightResponse, type PreflightGrant } from "./preflight-response.ts";
import type { NetworkError } from "./verdict.ts";

const app = "https://app.example";
const any = "Access-Control-Allow-Origin: *";
const own = `Access-Control-Allow-Origin: ${app}`;
const credentials = "Access-Control-Allow-Credentials: true";
const put: Partial<PageRequest> = { method: "PUT" };
const putWithCredentials: Partial<PageRequest> = { method: "PUT", credentials: "include" };

function answer(init: Partial<PageRequest>, status: number, lines: readonly string[]): PreflightGrant | NetworkError {
  const request = newRequest({ origin: app }, { url: "https://api.example/", ...init }) as FetchRequest;
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const judged = judgePreflightResponse(request, corsUnsafeRequestHeaderNames(request.headerList), { status, headers });
  return judged.type === "granted" ? judged : judged.error;
}

/** Shorthand for the two headers that matter most. */
const methods = (value: string): string => `Access-Control-Allow-Methods: ${value}`;
const names = (value: string): string => `Access-Control-Allow-Headers: ${value}`;
const withHeaders = (...headerNames: string[]): Partial<PageRequest> => ({
  headers: headerNames.map((name) => [name, "1"] as const),
});

describe("the answer to a preflight", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [string, Partial<PageRequest>, number, readonly string[], string])[] = [
    // The status and the CORS check.
    ["200 is an ok status",                                            put,                        200, [own, methods("PUT")],                      "granted"],
    ["204 is an ok status",                                            put,                        204, [own, methods("PUT")],                      "granted"],
    ["299 is an ok status",                                            put,                        299, [own, methods("PUT")],                      "granted"],
    ["300 is not",                                                     put,                        300, [own, methods("PUT")],                      "preflight-status step 7"],
    ["304 is not",                                                     put,                        304, [own, methods("PUT")],                      "preflight-status step 7"],
    ["404 is not",                                                     put,                        404, [own, methods("PUT")],                      "preflight-status step 7"],
    ["500 is not",                                                     put,                        500, [own, methods("PUT")],                      "preflight-status step 7"],
    ["199 is not",                                                     put,                        199, [own, methods("PUT")],                      "preflight-status step 7"],
    ["a 404 without CORS is first of all without CORS",                put,                        404, [],                                         "acao-missing step 2"],
    ["a 401 of another origin is first of all of another origin",      put,                        401, ["Access-Control-Allow-Origin: null"],      "acao-mismatch step 4"],
    ["a redirect is one, with CORS",                                   put,                        302, [own, methods("PUT"), "Location: /x"],      "preflight-redirect step 7"],
    ["a redirect is one, without CORS",                                put,                        308, ["Location: /x"],                           "preflight-redirect step 7"],
    ["a redirect is one, without Location",                            put,                        301, [own, methods("PUT")],                      "preflight-redirect step 7"],
    ["* is no answer to credentials",                                  putWithCredentials,         204, [any, methods("PUT")],                      "acao-star-with-credentials step 4"],
    ["credentials must be allowed here too",                           putWithCredentials,         204, [own, methods("PUT")],                      "acac-not-true step 8"],
    ["credentials allowed",                                            putWithCredentials,         204, [own, credentials, methods("PUT")],         "granted"],
    // Parsing.
    ["methods that are no list of tokens",                             put,                        204, [own, methods("PUT POST")],                 "preflight-methods-parse step 7.3"],
    ["methods in brackets",                                            put,                        204, [own, methods("[PUT]")],                    "preflight-methods-parse step 7.3"],
    ["methods in quotes",                                              put,                        204, [own, methods('"PUT"')],                    "preflight-methods-parse step 7.3"],
    ["methods separated by semicolons",                                put,                        204, [own, methods("PUT; POST")],                "preflight-methods-parse step 7.3"],
    ["header names that are no list of tokens",                        put,                        204, [own, methods("PUT"), names("x a")],        "preflight-headers-parse step 7.3"],
    ["both unparsable: methods come first",                            put,                        204, [own, methods("a b"), names("x a")],        "preflight-methods-parse step 7.3"],
    ["unparsable methods matter to a GET with a header too",           withHeaders("x-a"),         204, [any, methods("a b"), names("x-a")],        "preflight-methods-parse step 7.3"],
    ["empty list elements are ignored",                                put,                        204, [own, methods(", ,PUT,,")],                 "granted"],
    ["several headers make one list",                                  put,                        204, [own, methods("POST"), methods("PUT")],     "granted"],
    ["one bad header spoils them all",                                 put,                        204, [own, methods("PUT"), methods("a b")],      "preflight-methods-parse step 7.3"],
    // Methods.
    ["the method is listed",                                           put,                        204, [own, methods("POST, PUT")],                "granted"],
    ["the method is not listed",                                       put,                        204, [own, methods("POST")],                     "preflight-method step 7.5"],
    ["no list of methods",                                             put,                        204, [own],                                      "preflight-method step 7.5"],
    ["an empty list of methods",                                       put,                        204, [own, methods("")],                         "preflight-method step 7.5"],
    ["a listed method in lower case is another one",                   put,                        204, [own, methods("put")],                      "preflight-method step 7.5"],
    ["patch is not PATCH",                                             { method: "patch" },        204, [own, methods("PATCH")],                    "preflight-method step 7.5"],
    ["patch is patch",                                                 { method: "patch" },        204, [own, methods("patch")],                    "granted"],
    ["* covers a method",                                              put,                        204, [any, methods("*")],                        "granted"],
    ["* covers a method with same-origin credentials",                 { ...put, credentials: "same-origin" }, 204, [own, methods("*")],            "granted"],
    ["* covers no method with credentials",                            putWithCredentials,         204, [own, credentials, methods("*")],           "preflight-method step 7.5"],
    ["a method named * needs it listed, even with credentials",        { method: "*", credentials: "include" }, 204, [own, credentials, methods("*")], "granted"],
    ["a safelisted method need not be listed",                         withHeaders("x-a"),         204, [own, methods("PUT"), names("x-a")],        "granted"],
    ["POST need not either",                                           { ...withHeaders("x-a"), method: "POST" }, 204, [own, names("x-a")],         "granted"],
    ["an upload listener's own method counts as listed",               { ...put, uploadListener: true }, 204, [own],                                "granted"],
    ["unless there is a list",                                         { ...put, uploadListener: true }, 204, [own, methods("POST")],               "preflight-method step 7.5"],
    // Header names.
    ["the header is listed",                                           withHeaders("x-a"),         204, [any, names("x-a")],                        "granted"],
    ["case does not count",                                            withHeaders("X-a"),         204, [any, names("x-A")],                        "granted"],
    ["the header is not listed",                                       withHeaders("x-a"),         204, [any, names("x-b")],                        "preflight-header step 7.7"],
    ["one of two is not listed",                                       withHeaders("x-a", "x-b"),  204, [any, names("x-b")],                        "preflight-header step 7.7"],
    ["no list of header names",                                        withHeaders("x-a"),         204, [any],                                      "preflight-header step 7.7"],
    ["* covers a header",                                              withHeaders("x-a"),         204, [any, names("*")],                          "granted"],
    ["* covers no header with credentials",                            { ...withHeaders("x-a"), credentials: "include" }, 204, [own, credentials, names("*")], "preflight-header step 7.7"],
    ["* covers Authorization never",                                   withHeaders("Authorization"), 204, [any, names("*")],                        "preflight-header step 7.6"],
    ["Authorization by name, beside *",                                withHeaders("Authorization", "x-a"), 204, [any, names("*, authorization")],  "granted"],
    ["Authorization by name, with credentials",                        { ...withHeaders("authorization"), credentials: "include" }, 204, [own, credentials, names("Authorization")], "granted"],
    ["a safelisted header need not be listed",                         { ...put, headers: { Accept: "a/b" } }, 204, [any, methods("PUT")],          "granted"],
    ["a safelisted name with an unsafe value does",                    { headers: { "Content-Type": "application/json" } }, 204, [any, names("x-a")], "preflight-header step 7.7"],
    ["the method is looked at before the headers",                     { ...put, ...withHeaders("x-a") }, 204, [any],                               "preflight-method step 7.5"],
    ["Authorization is looked at before the others",                   withHeaders("a", "authorization"), 204, [any],                               "preflight-header step 7.6"],
  ];

  test.each(facts)("%s", (_why, init, status, lines, expected) => {
    const result = answer(init, status, lines);
    const step = result.type === "granted" ? "" : ` ${/step [\d.]+/.exec(result.step)?.[0]}`;
    expect((result.type === "granted" ? "granted" : result.reason) + step).toBe(expected);
  });
});

describe("what a failure says", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [string, Partial<PageRequest>, number, readonly string[], Readonly<Record<string, string>>])[] = [
    ["the status",                                  put,                           500, [own],                              { status: "500" }],
    ["the method, and the list there is",           put,                           204, [own, methods("GET,POST")],         { method: "PUT", received: "GET,POST" }],
    ["the method, and that there is no list",       put,                           204, [own],                              { method: "PUT" }],
    ["the first header that is not listed",         withHeaders("X-B", "X-A"),     204, [any, names("x-c")],                { header: "x-a", received: "x-c" }],
    ["Authorization in lower case",                 withHeaders("Authorization"),  204, [any, names("*")],                  { header: "authorization", received: "*" }],
    ["the list that cannot be parsed",              put,                           204, [own, methods("a b")],              { received: "a b" }],
  ];

  test.each(facts)("%s", (_why, init, status, lines, details) => {
    expect(answer(init, status, lines)).toMatchObject({ details });
  });
});

test("what is granted, and for how long", () => {
  const lines = [any, methods("PUT, *"), names("X-A, x-b"), "Access-Control-Max-Age: 60"];
  expect(answer(put, 204, lines)).toEqual({
    type: "granted",
    methods: ["PUT", "*"],
    headerNames: ["X-A", "x-b"],
    maxAge: 60,
  });
});
