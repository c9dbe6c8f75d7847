import { expect, test } from "vitest";
import { CookieJar } from "./cookie-jar.ts";

const now = Date.UTC(2026, 0, 1);
const page = new URL("https://app.example.com/");

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, setCookie: string, from: string, asked: string, sent: string | null])[] = [
  ["goes back where it came from",            "a=b",                                 "https://api.example.com/",      "https://api.example.com/x",      "a=b"],
  ["goes to no other host",                   "a=b",                                 "https://api.example.com/",      "https://example.com/",           null],
  ["goes to a named domain's hosts",          "a=b; Domain=example.com",             "https://api.example.com/",      "https://other.example.com/",     "a=b"],
  ["is not set for another domain",           "a=b; Domain=other.example",           "https://api.example.com/",      "https://other.example/",         null],
  ["is not set for a whole top level",        "a=b; Domain=com",                     "https://api.example.com/",      "https://api.example.com/",       null],
  ["nor for a country's second one",          "a=b; Domain=co.uk",                   "https://api.example.co.uk/",    "https://api.example.co.uk/",     null],
  ["stays below its path",                    "a=b; Path=/x",                        "https://api.example.com/",      "https://api.example.com/x/y",    "a=b"],
  ["and not beside it",                       "a=b; Path=/x",                        "https://api.example.com/",      "https://api.example.com/xy",     null],
  ["has the path of its setter",              "a=b",                                 "https://api.example.com/x/y",   "https://api.example.com/z",      null],
  ["Secure is not set over http",             "a=b; Secure",                         "http://api.example.com/",       "https://api.example.com/",       null],
  ["but on this machine it is",               "a=b; Secure",                         "http://localhost/",             "http://localhost/",              "a=b"],
  ["Secure is not sent over http",            "a=b; Secure",                         "https://api.example.com/",      "http://api.example.com/",        null],
  ["expires",                                 "a=b; Expires=Thu, 01 Jan 2015 00:00:00 GMT", "https://api.example.com/", "https://api.example.com/",     null],
  ["Max-Age comes before Expires",            "a=b; Max-Age=60; Expires=Thu, 01 Jan 2015 00:00:00 GMT", "https://api.example.com/", "https://api.example.com/", "a=b"],
  ["Max-Age of zero takes it away",           "a=b; Max-Age=0",                      "https://api.example.com/",      "https://api.example.com/",       null],
  ["Strict goes to its own site",             "a=b; SameSite=Strict",                "https://api.example.com/",      "https://api.example.com/",       "a=b"],
  ["Strict is not set across sites",          "a=b; SameSite=Strict",                "https://api.other.example/",    "https://api.other.example/",     null],
  ["Lax is not sent by a script across sites", "a=b; SameSite=Lax",                  "https://api.other.example/",    "https://api.other.example/",     null],
  ["None goes everywhere",                    "a=b; SameSite=None; Secure",          "https://api.other.example/",    "https://api.other.example/",     "a=b"],
  ["may have no name",                        "b",                                   "https://api.example.com/",      "https://api.example.com/",       "b"],
  ["may be nothing at all",                   "=",                                   "https://api.example.com/",      "https://api.example.com/",       null],
  ["keeps what follows the first equals sign", "a=b=c",                              "https://api.example.com/",      "https://api.example.com/",       "a=b=c"],
];

test.each(facts)("a cookie %s", (_why, setCookie, from, asked, sent) => {
  const jar = new CookieJar();
  jar.store(new URL(from), [["Set-Cookie", setCookie]], page, now);
  expect(jar.header(new URL(asked), page, now)).toBe(sent);
});

test("a later cookie takes the place of an earlier one, and longer paths come first", () => {
  const jar = new CookieJar();
  const url = new URL("https://api.example.com/x/y");
  for (const value of ["a=1; Path=/", "b=1; Path=/x", "a=2; Path=/"])
    jar.store(url, [["set-cookie", value]], page, now);
  expect(jar.header(url, page, now)).toBe("b=1; a=2");
  jar.clear();
  expect(jar.header(url, page, now)).toBeNull();
});

test("an opaque origin is the same site as nothing", () => {
  const jar = new CookieJar();
  const url = new URL("https://api.example.com/");
  jar.store(
    url,
    [
      ["Set-Cookie", "a=b; SameSite=Lax"],
      ["Set-Cookie", "c=d"],
    ],
    null,
    now,
  );
  expect(jar.header(url, null, now)).toBe("c=d");
});
