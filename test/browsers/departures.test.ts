import { describe, expect, test } from "vitest";
import { departuresOf } from "../../packages/cors/src/browser/departures.ts";
import { problemsOf, readEvidence } from "./departure-evidence.ts";
import { engineNames } from "./engines.ts";

describe.each(engineNames)("the departures of %s", (engine) => {
  const { seen, freshSeed } = readEvidence(engine);

  test.each(departuresOf(engine))("%s was seen in three runs, and the model needs it to say the same", (id) => {
    expect(problemsOf(engine, id, seen[id])).toEqual([]);
  });

  test("are those that were seen, and a seed drawn afterwards passes", () => {
    expect(Object.keys(seen)).toEqual(departuresOf(engine));
    expect(freshSeed.cases).toBeGreaterThanOrEqual(1_000);
    expect(freshSeed.disagreements).toBeLessThanOrEqual(Math.ceil((5 * freshSeed.cases) / 10_000));
  });
});

test("evidence that does not hold is told", () => {
  const { seen } = readEvidence("chromium");
  const one = seen["client-hints-safelisted"];
  const other = seen["cache-whole-answer"];
  if (one === undefined || other === undefined) throw new Error("There is no evidence.");
  const [first] = one.outcomes;
  const told = (outcomes: typeof one.outcomes, runs = 3): readonly string[] =>
    problemsOf("chromium", "client-hints-safelisted", { runs, outcomes });
  expect(told(one.outcomes)).toEqual([]);
  expect(told(one.outcomes, 2)[0]).toContain("three times");
  expect(told([])[0]).toContain("no run");
  expect(told(first === undefined ? [] : [first, ...other.outcomes])[0]).toContain("do not agree");
  expect(told(other.outcomes)[0]).toContain("the model says");
});
