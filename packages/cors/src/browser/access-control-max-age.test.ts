import { expect, test } from "vitest";
import { accessControlMaxAge } from "./access-control-max-age.ts";

// biome-ignore format: one fact per line
const facts = [
  ["absent is five seconds",                     [],                 5],
  ["a number of seconds",                        ["600"],            600],
  ["zero",                                       ["0"],              0],
  ["leading zeros",                              ["0060"],           60],
  ["empty is the default",                       [""],               5],
  ["a sign is the default",                      ["+60"],            5],
  ["negative is not kept",                       ["-1"],             0],
  ["a fraction is the default",                  ["1.5"],            5],
  ["an exponent is the default",                 ["1e3"],            5],
  ["a unit is the default",                      ["60s"],            5],
  ["a quoted number is the default",             ['"60"'],           5],
  ["a list is the default",                      ["60, 60"],         5],
  ["two headers are the default",                ["60", "60"],       5],
  ["a number too large is 2^31",                 ["99999999999"],    2147483648],
  ["a number no float can hold is 2^31",         ["9".repeat(400)],  2147483648],
] as const;

test.each(facts)("%s", (_why, values, seconds) => {
  expect(accessControlMaxAge(values.map((value) => ["Access-Control-Max-Age", value] as const))).toBe(seconds);
});
