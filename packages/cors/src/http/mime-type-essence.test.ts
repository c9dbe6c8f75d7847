import { expect, test } from "vitest";
import { mimeTypeEssence } from "./mime-type-essence.ts";

// biome-ignore format: one fact per line
const facts = [
  ["a plain type",                                  "text/plain",                        "text/plain"],
  ["upper case is lowered",                         "Text/PLAIN",                        "text/plain"],
  ["surrounding HTTP whitespace goes",              " \t\r\ntext/plain\n ",              "text/plain"],
  ["parameters are not the essence",                "text/plain;charset=utf-8",          "text/plain"],
  ["a space before the semicolon goes",             "text/plain \t;charset=utf-8",       "text/plain"],
  ["a malformed parameter is no failure",           "text/plain;;;=;x",                  "text/plain"],
  ["an unclosed quoted parameter is no failure",    "text/plain;a=\"b",                  "text/plain"],
  ["two types in one value are not a subtype",      "text/plain, text/html",             null],
  ["a comma inside a parameter is one",             "text/plain;a=b, application/json",  "text/plain"],
  ["no slash",                                      "text",                              null],
  ["no type",                                       "/plain",                            null],
  ["no subtype",                                    "text/",                             null],
  ["no subtype before a parameter",                 "text/;charset=utf-8",               null],
  ["a space within the type",                       "te xt/plain",                       null],
  ["a space after the slash",                       "text/ plain",                       null],
  ["a second slash",                                "text/plain/x",                      null],
  ["empty",                                         "",                                  null],
  ["a semicolon before the slash is in the type",   "text;a/b",                          null],
  ["token characters beyond letters",               "a!#$%&'*+-.^_`|~/b",                "a!#$%&'*+-.^_`|~/b"],
  ["a byte outside ASCII",                          "text/pl\u00e4in",                   null],
] as const;

test.each(facts)("%s", (_why, input, essence) => {
  expect(mimeTypeEssence(input)).toBe(essence);
});
