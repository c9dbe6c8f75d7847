import { describe, expect, test } from "vitest";
import { findJsonFault } from "./find-json-fault.ts";

describe("where a text stops being JSON", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["nothing",                  "",                      0],
    ["white space",              " \n",                   2],
    ["a scalar",                 " -1.5e+3 ",             null],
    ["all there is",             '{"a":[{},[],"\\u00e9\\n",true,false,null,0],"b":{"c":-0}}', null],
    ["a leading zero",           "01",                    1],
    ["a plus sign",              "+1",                    0],
    ["no digits after a point",  "1.",                    1],
    ["a name without quotes",    "{a:1}",                 1],
    ["single quotes",            "['a']",                 1],
    ["a line end in a text",     '["a\n"]',               1],
    ["an unknown escape",        '["\\x"]',               1],
    ["no colon",                 '{"a" 1}',               5],
    ["no comma",                 "[1 2]",                 3],
    ["two commas",               "[1,,2]",                3],
    ["a trailing comma",         "[1,]",                  3],
    ["a trailing comma, named",  '{"a":1,}',              7],
    ["the wrong bracket",        "[1}",                   2],
    ["one bracket too many",     "[]]",                   2],
    ["a second value",           "[] []",                 3],
    ["a bracket not closed",     "[[1]",                  4],
    ["a word",                   "[nul]",                 1],
    ["a word too long",          "[nulls]",               5],
    ["a space that is none",     "[\u00a01]",             1],
  ] as const;

  test.each(facts)("%s", (_why, source, offset) => {
    expect(findJsonFault(source)?.offset ?? null).toBe(offset);
    // The platform's parser agrees.
    if (offset === null) expect(() => JSON.parse(source)).not.toThrow();
    else expect(() => JSON.parse(source)).toThrow();
  });
});
