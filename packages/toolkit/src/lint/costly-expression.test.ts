import { describe, expect, test } from "vitest";
import { costlyExpression } from "./costly-expression.ts";
import { stepBudget } from "./step-budget.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, source: string, kind: "exponential" | "polynomial" | null])[] = [
  ["a repetition in a repetition",                 "^(a+)+$",                                                  "exponential"],
  ["two alternatives that read the same",          "^(?:a|a)*$",                                               "exponential"],
  ["two alternatives that overlap",                "^https://(?:[a-z]|[a-z0-9])+\\.example\\.com$",            "exponential"],
  ["a separator that may be left out",             "^https://(?:[a-z0-9-]+\\.?)+example\\.com$",               "exponential"],
  ["nothing, again and again",                     "(?:a*)*b",                                                 "exponential"],
  ["three repetitions in a row",                   "^https://.*.*.*\\.example\\.com$",                         "polynomial"],
  ["three with a dot between",                     "^(.*)\\.(.*)\\.(.*)example\\.com$",                        "polynomial"],
  ["as often as twenty, twenty times",             "^(?:a{0,20}){20}$",                                        "polynomial"],
  ["a separator after every label",                "^https://(?:[a-z0-9-]+\\.)*example\\.com$",                null],
  ["labels as the standard has them",              "^https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+com$", null],
  ["one repetition",                               "^https://.*\\.example\\.com$",                             null],
  ["one, and a port",                              "^https?://.*\\.example\\.com(?::\\d+)?$",                  null],
  ["what cannot fail any more",                    "^(a+)+",                                                   null],
  ["a list",                                       "^https://(?:www|app|admin)\\.example\\.com$",              null],
  ["a few that may be left out",                   "^https://a?a?a?a?a?b$",                                    null],
];

test.each(facts)("%s", (_why, source, kind) => {
  expect(costlyExpression(source, false, stepBudget(500_000))?.kind ?? null).toBe(kind);
});

describe("how often it tries, counted", () => {
  const tries = (source: string, parts: number): number =>
    costlyExpression(source, false, stepBudget(500_000))?.tries(parts) ?? 0;

  test("an exponential one doubles with every part", () => {
    for (const parts of [10, 20, 40]) {
      expect(tries("^(a+)+$", parts + 1) / tries("^(a+)+$", parts)).toBeGreaterThan(1.9);
    }
  });

  test("a polynomial one grows by a power of the length, and more than by its square", () => {
    const source = "^https://.*.*.*\\.example\\.com$";
    const growth = tries(source, 2_000) / tries(source, 1_000);
    expect(growth).toBeGreaterThan(4.5);
    expect(growth).toBeLessThan(9);
  });
});
