import { expect, test } from "vitest";
import { compilePcre } from "./pcre.ts";

// biome-ignore format: one fact per line
const facts = [
  ["plain",                          "^a(b+)c$",                   "abbc",   ["abbc", "bb"]],
  ["a slash, a brace",               "^/a{x}$",                    "/a{x}",  ["/a{x}"]],
  ["a possessive quantifier",        "^(?:ab)?+a(.)$",             "abac",   ["abac", "c"]],
  ["which gives nothing back",       "^a?+a$",                     "a",      null],
  ["an atomic group, and one in it", "^(?>(a)|ab)(c)$",            "ac",     ["ac", "a", "c"]],
  ["which gives nothing back",       "^(?>a|ab)c$",                "abc",    null],
  ["groups after one keep numbers",  "^(x)(?>y)(z)\\2$",           "xyzz",   ["xyzz", "x", "z"]],
  ["a POSIX class",                  "^[[:alnum:]_-]+$",           "a-1_",   ["a-1_"]],
  ["the very end",                   "^a\\z",                      "a\n",    null],
  ["a dot meets a newline",          "^a.b$",                      "a\nb",   ["a\nb"]],
  ["the case of all",                "(?i)^ABC$",                  "abc",    ["abc"]],
  ["the case of a part",             "^(?i:A)b$",                  "ab",     ["ab"]],
  ["a name",                         "^(?P<n>a)(b)$",              "ab",     ["ab", "a", "b"]],
  ["quoted text",                    "^\\Qa.b\\E$",                "axb",    null],
  ["a bracket first in a class",     "^[]a]+$",                    "]a",     ["]a"]],
  ["an escape of no meaning",        "^https\\:\\/\\/a\\-b$",      "https://a-b", ["https://a-b"]],
] as const;

test.each(facts)("%s", (_why, source, subject, expected) => {
  expect(compilePcre(source)?.exec(subject) ?? null).toEqual(expected);
});

test.each(["(?R)", "(?(1)a|b)", "a(*FAIL)", "(a", "[a", "a\\", "\\X"])("%s has no counterpart", (source) => {
  expect(compilePcre(source)).toBeNull();
});
