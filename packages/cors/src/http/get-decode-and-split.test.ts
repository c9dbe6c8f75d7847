import { expect, test } from "vitest";
import { getDecodeAndSplit } from "./get-decode-and-split.ts";

// biome-ignore format: one fact per line
const facts = [
  ["one value",                              "nosniff",               ["nosniff"]],
  ["a trailing comma makes an empty one",    "nosniff,",              ["nosniff", ""]],
  ["nothing is one empty value",             "",                      [""]],
  ["a comma in quotes does not split",       'text/html;", x/x',      ['text/html;", x/x']],
  ["a value goes on after its quotes",       'x/x;test="hi",y/y',     ['x/x;test="hi"', "y/y"]],
  ["empty members stay",                     "x / x,,,1",             ["x / x", "", "", "1"]],
  ["quotes hide a comma, the next splits",   '"1,2", 3',              ['"1,2"', "3"]],
  ["a backslash hides a quote",              '"a\\",b",c',            ['"a\\",b"', "c"]],
  ["a lone backslash at the end",            '"a\\',                  ['"a\\']],
  ["tabs and spaces go, others stay",        "\t a \n,b\r",           ["a \n", "b\r"]],
  ["two quoted strings in one value",        '"a,b" "c,d",e',         ['"a,b" "c,d"', "e"]],
] as const;

test.each(facts)("%s", (_why, input, values) => {
  expect(getDecodeAndSplit(input)).toEqual(values);
});
