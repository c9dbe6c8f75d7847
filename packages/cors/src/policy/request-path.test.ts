import { expect, test } from "vitest";
import { decodeUnreserved, isAmbiguousPath, pathOfTarget } from "./request-path.ts";

// biome-ignore format: one fact per line
const facts = [
  ["origin-form",                                "/a/b?c=/d",                  "/a/b",    false],
  ["absolute-form",                              "HTTP://u@a.example:80/b?c",  "/b",      false],
  ["absolute-form without a path",               "http://a.example",           "/",       false],
  ["absolute-form with a query alone",           "http://a.example?b",         "/",       false],
  ["a backslash ends the authority",             "http://a.example\\b/c",      "\\b/c",   true],
  ["asterisk-form has no path",                  "*",                          null,      null],
  ["authority-form has none",                    "a.example:443",              null,      null],
  ["text has none",                              "api/x",                      null,      null],
  ["nothing has none",                           "",                           null,      null],
  ["a scheme without slashes has none",          "http:a",                     null,      null],
  ["a scheme in the path is a path",             "/http://a.example/b",        "/http://a.example/b", true],
  ["a raw control character",                    "/a\nb",                      "/a\nb",   true],
  ["an encoded one past the controls",           "/a%20",                      "/a%20",   false],
  ["a percent sign alone",                       "/a%",                        "/a%",     false],
] as const;

test.each(facts)("%s", (_why, target, path, ambiguous) => {
  expect(pathOfTarget(target)).toBe(path);
  if (path !== null) expect(isAmbiguousPath(path)).toBe(ambiguous);
});

test("exactly the unreserved characters are decoded", () => {
  const unreserved = new Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~");
  for (let code = 0; code < 256; code++) {
    const character = String.fromCharCode(code);
    for (const hex of [code.toString(16), code.toString(16).toUpperCase()]) {
      const triplet = `%${hex.padStart(2, "0")}`;
      expect(decodeUnreserved(`/${triplet}`)).toBe(unreserved.has(character) ? `/${character}` : `/${triplet}`);
    }
  }
});
