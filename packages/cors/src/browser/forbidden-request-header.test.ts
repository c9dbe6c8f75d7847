import { describe, expect, test } from "vitest";
import { isCorsNonWildcardRequestHeaderName } from "./cors-non-wildcard-request-header-name.ts";
import { isForbiddenRequestHeader } from "./forbidden-request-header.ts";
import { isNoCorsSafelistedRequestHeader } from "./no-cors-safelisted-request-header.ts";

describe("a forbidden request-header", () => {
  const names =
    "Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method Connection " +
    "Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer Set-Cookie TE Trailer " +
    "Transfer-Encoding Upgrade Via Proxy-Authorization proxy- Sec-Fetch-Mode sec-";

  test.each(names.split(" "))("%s", (name) => {
    expect(isForbiddenRequestHeader(name, "")).toBe(true);
    expect(isForbiddenRequestHeader(name.toUpperCase(), "x")).toBe(true);
  });

  // biome-ignore format: one fact per line
  const facts = [
    ["a method override with a forbidden method",               "X-HTTP-Method-Override", "TRACE",          true],
    ["in any case",                                             "x-http-method",          "track",          true],
    ["under its third name",                                    "X-Method-Override",      "CONNECT",        true],
    ["within a list",                                           "X-Method-Override",      "GET, ,TRACE",    true],
    ["within a list, with spaces",                              "X-Method-Override",      "GET,\t trace ",  true],
    ["a method override with another method",                   "X-HTTP-Method-Override", "PUT",            false],
    ["quoted it is another method",                             "X-HTTP-Method-Override", '"TRACE"',        false],
    ["a longer method is another method",                       "X-HTTP-Method-Override", "TRACES",         false],
    ["Authorization is not forbidden",                          "Authorization",          "x",              false],
    ["User-Agent is not forbidden",                             "User-Agent",             "x",              false],
    ["Access-Control-Allow-Origin is not, on a request",        "Access-Control-Allow-Origin", "*",         false],
    ["proxy without a hyphen is not",                           "proxyx",                 "x",              false],
    ["a name that only ends like one is not",                   "x-sec-a",                "x",              false],
  ] as const;

  test.each(facts)("%s", (_why, name, value, expected) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(expected);
  });
});

test("the CORS non-wildcard request-header name is Authorization, in any case", () => {
  expect(isCorsNonWildcardRequestHeaderName("AUTHorization")).toBe(true);
  expect(isCorsNonWildcardRequestHeaderName("proxy-authorization")).toBe(false);
});

describe("a no-CORS-safelisted request-header", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["Accept is one",                           "Accept",           "a/b",              true],
    ["Accept-Language is one",                  "Accept-Language",  "en",               true],
    ["Content-Language is one",                 "Content-Language", "en",               true],
    ["Content-Type is one",                     "CONTENT-TYPE",     "text/plain",       true],
    ["only with a safelisted value",            "Content-Type",     "application/json", false],
    ["Range is not, though CORS-safelisted",    "Range",            "bytes=0-",         false],
    ["no other name is",                        "X-A",              "1",                false],
  ] as const;

  test.each(facts)("%s", (_why, name, value, expected) => {
    expect(isNoCorsSafelistedRequestHeader(name, value)).toBe(expected);
  });
});
