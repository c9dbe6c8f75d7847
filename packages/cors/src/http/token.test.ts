import { expect, test } from "vitest";
import { isToken } from "./token.ts";

// biome-ignore format: one fact per line
const facts = [
  ["a header name is a token",          "X-Request-Id", true],
  ["every tchar is allowed",            "!#$%&'*+-.^_`|~0Aa", true],
  ["the empty string is none",          "",             false],
  ["a space ends a token",              "a b",          false],
  ["a comma separates tokens",          "a,b",          false],
  ["a colon is a delimiter",            "a:b",          false],
  ["a line end never passes",           "a\n",          false],
  ["letters beyond ASCII are no tchar", "é",            false],
] as const;

test.each(facts)("%s", (_why, value, expected) => {
  expect(isToken(value)).toBe(expected);
});
