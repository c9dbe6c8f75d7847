import { describe, expect, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { newRequest } from "./new-request.ts";
import type { PageRequest } from "./page-request.ts";
import type { ApiError } from "./verdict.ts";

const page = { origin: "https://app.example" };
const url = "https://api.example/";

describe("what fetch throws at", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a relative URL",                                  { url: "/api" },                                                    "url-invalid"],
    ["an empty URL",                                    { url: "" },                                                        "url-invalid"],
    ["a URL that cannot be parsed",                     { url: "https://a b/" },                                            "url-invalid"],
    ["a user name in the URL",                          { url: "https://me@api.example/" },                                 "url-credentials"],
    ["a password in the URL",                           { url: "https://:secret@api.example/" },                            "url-credentials"],
    ["a mode that pages cannot use",                    { url, mode: "navigate" },                                          "option-invalid"],
    ["a credentials mode that is none",                 { url, credentials: "yes" },                                        "option-invalid"],
    ["a redirect mode that is none",                    { url, redirect: "FOLLOW" },                                        "option-invalid"],
    ["a referrer policy that is none",                  { url, referrerPolicy: "never" },                                   "option-invalid"],
    ["only-if-cached across origins",                   { url, cache: "only-if-cached" },                                   "option-invalid"],
    ["only-if-cached in mode no-cors",                  { url, cache: "only-if-cached", mode: "no-cors" },                  "option-invalid"],
    ["an empty method",                                 { url, method: "" },                                                "method-invalid"],
    ["a method with a space",                           { url, method: "GET " },                                            "method-invalid"],
    ["a method with a line break",                      { url, method: "GET\r\nX: y" },                                     "method-invalid"],
    ["CONNECT",                                         { url, method: "connect" },                                         "method-forbidden"],
    ["TRACE",                                           { url, method: "TRACE" },                                           "method-forbidden"],
    ["TRACK",                                           { url, method: "Track" },                                           "method-forbidden"],
    ["PUT in mode no-cors",                             { url, method: "PUT", mode: "no-cors" },                            "method-no-cors"],
    ["an empty header name",                            { url, headers: [["", "x"]] },                                      "header-invalid"],
    ["a header name with a space",                      { url, headers: { "x y": "1" } },                                   "header-invalid"],
    ["a header name with a colon",                      { url, headers: { ":authority": "1" } },                            "header-invalid"],
    ["a header name outside ASCII",                     { url, headers: { "x-\xe9": "1" } },                                "header-invalid"],
    ["a header value with a line break inside",         { url, headers: { "x-a": "1\r\nx-b: 2" } },                         "header-invalid"],
    ["a header value with a NUL",                       { url, headers: { "x-a": "1\0" } },                                 "header-invalid"],
    ["a header value that is no bytes",                 { url, headers: { "x-a": "\u2603" } },                              "header-invalid"],
    ["an invalid value of a forbidden header",          { url, headers: { cookie: "a\nb" } },                               "header-invalid"],
    ["a GET with a body",                               { url, hasBody: true },                                             "body-not-allowed"],
    ["a HEAD with a body",                              { url, method: "head", hasBody: true },                             "body-not-allowed"],
  ] as const;

  test.each(facts)("%s", (_why, init, reason) => {
    const error = newRequest(page, init as PageRequest) as ApiError;
    expect(error).toMatchObject({ type: "API error", reason });
    expect(error.message).toMatch(/^[^!]+\.$/);
    expect(error.spec).toMatch(/^https:\/\/fetch\.spec\.whatwg\.org\/#/);
  });
});

describe("the headers of a request", () => {
  const accept = ["Accept", "*/*"] as const;
  const latin: HeaderList = [["x-a", "caf\xe9"]];
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [string, PageRequest, HeaderList])[] = [
    ["none but Accept",                                 { url },                                                            [accept]],
    ["Accept of the script's own",                      { url, headers: { ACCEPT: "a/b" } },                                [["ACCEPT", "a/b"]]],
    ["a record",                                        { url, headers: { "X-A": "1", "x-b": "2" } },                       [["X-A", "1"], ["x-b", "2"], accept]],
    ["pairs, duplicates in order",                      { url, headers: [["x-a", "1"], ["x-b", "2"], ["x-a", "3"]] },       [["x-a", "1"], ["x-b", "2"], ["x-a", "3"], accept]],
    ["a later name takes the case of the first",        { url, headers: [["X-a", "1"], ["x-A", "2"]] },                     [["X-a", "1"], ["X-a", "2"], accept]],
    ["surrounding whitespace goes",                     { url, headers: { "x-a": "\r\n\t 1 \t\r\n" } },                     [["x-a", "1"], accept]],
    ["bytes outside ASCII stay",                        { url, headers: latin },                                            [["x-a", "caf\xe9"], accept]],
    ["forbidden headers are dropped",                   { url, headers: { Cookie: "a=1", Origin: "x", Host: "x", "Sec-A": "1", "X-A": "1" } }, [["X-A", "1"], accept]],
    ["a forbidden method override is dropped",          { url, headers: { "X-HTTP-Method-Override": "TRACE" } },            [accept]],
    ["another method override is not",                  { url, headers: { "X-HTTP-Method-Override": "PUT" } },              [["X-HTTP-Method-Override", "PUT"], accept]],
    ["no-cors drops what is not safelisted",            { url, mode: "no-cors", headers: { "x-a": "1", range: "bytes=0-", authorization: "x", "content-type": "text/plain" } }, [["content-type", "text/plain"], accept]],
    ["no-cors drops an unsafe value",                   { url, mode: "no-cors", headers: { "content-type": "application/json" } }, [accept]],
    ["no-cors looks at values together",                { url, mode: "no-cors", headers: [["content-type", "text/plain"], ["content-type", "text/plain"]] }, [["content-type", "text/plain"], accept]],
    ["no-cors counts their bytes together",             { url, mode: "no-cors", headers: [["accept", "a".repeat(100)], ["accept", "b".repeat(27)], ["accept", "c"]] }, [["accept", "a".repeat(100)], ["accept", "c"]]],
    ["a Headers object",                                { url, headers: new Headers({ "X-A": "1" }) as unknown as HeaderList }, [["x-a", "1"], accept]],
  ];

  test.each(facts)("%s", (_why, init, headers) => {
    expect((newRequest(page, init) as FetchRequest).headerList).toEqual(headers);
  });
});

describe("the method of a request", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["GET is the default",                undefined,  "GET"],
    ["post is normalized",                "post",     "POST"],
    ["delete is normalized",              "Delete",   "DELETE"],
    ["patch is not",                      "patch",    "patch"],
    ["an unknown method keeps its case",  "Chicken",  "Chicken"],
  ] as const;

  test.each(facts)("%s", (_why, method, expected) => {
    expect((newRequest(page, method === undefined ? { url } : { url, method }) as FetchRequest).method).toBe(expected);
  });
});

test("the defaults are those of fetch", () => {
  expect(newRequest(page, { url })).toMatchObject({
    mode: "cors",
    credentialsMode: "same-origin",
    redirectMode: "follow",
    referrerPolicy: "strict-origin-when-cross-origin",
    useCorsPreflightFlag: false,
  });
});
