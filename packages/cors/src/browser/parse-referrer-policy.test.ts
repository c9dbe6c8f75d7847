import { expect, test } from "vitest";
import { parseReferrerPolicy } from "./parse-referrer-policy.ts";

// biome-ignore format: one fact per line
const facts = [
  ["none",                                 [],                                     null],
  ["one",                                  ["no-referrer"],                        "no-referrer"],
  ["the last of a list",                   ["no-referrer, unsafe-url"],            "unsafe-url"],
  ["the last of several headers",          ["unsafe-url", "origin"],               "origin"],
  ["the last one that is known",           ["no-referrer, future-policy"],         "no-referrer"],
  ["case counts",                          ["No-Referrer"],                        null],
  ["what cannot be parsed is none",        ["no-referrer;"],                       null],
] as const;

test.each(facts)("%s", (_why, values, expected) => {
  expect(parseReferrerPolicy(values.map((value) => ["Referrer-Policy", value] as const))).toBe(expected);
});
