import { describe, expect, test } from "vitest";
import { missingVaryMembers, variesOn, varyMembers } from "./vary.ts";

describe("the members of Vary", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a list over several lines is one set", ["Accept, Origin", "Cookie"],   ["Accept", "Origin", "Cookie"]],
    ["case does not tell names apart",       ["Origin", "origin, ORIGIN"],   ["Origin"]],
    ["empty elements are ignored",           [", ,Origin,"],                 ["Origin"]],
    ["a star is a member",                   ["*"],                          ["*"]],
    ["no line, no member",                   [],                             []],
  ] as const;

  test.each(facts)("%s", (_why, lines, expected) => {
    expect(varyMembers(lines)).toEqual(expected);
  });
});

describe("what is missing", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a name that is there is not repeated", ["accept, origin"], ["Origin"],           []],
    ["a name inside another is not there",   ["X-Origin"],       ["Origin"],           ["Origin"]],
    ["a star covers no name",                ["*"],              ["Origin"],           ["Origin"]],
    ["only the missing ones",                ["Origin"],         ["Origin", "Cookie"], ["Cookie"]],
  ] as const;

  test.each(facts)("%s", (_why, lines, needed, expected) => {
    expect(missingVaryMembers(lines, needed)).toEqual(expected);
  });
});

test("a response varies on a header that Vary names, or on everything", () => {
  expect(variesOn([["vary", "accept, ORIGIN"]], "Origin")).toBe(true);
  expect(variesOn([["Vary", "*"]], "Origin")).toBe(true);
  expect(variesOn([["Vary", "Accept"]], "Origin")).toBe(false);
  expect(variesOn([], "Origin")).toBe(false);
});
