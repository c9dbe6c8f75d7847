import { expect, test } from "vitest";
import { readCorpus } from "./corpus.ts";
import { fuzz } from "./fuzz.ts";
import { fuzzTargets } from "./targets.ts";

test.each(fuzzTargets)("$name: the corpus, and a slice of mutations", { timeout: 60_000 }, (target) => {
  const corpus = readCorpus(target.name);
  expect(corpus.length).toBeGreaterThan(4);
  const { failure, inputs } = fuzz(target, corpus, { seed: 20_261_125, inputs: 20_000, milliseconds: 20_000 });
  expect(failure).toBeNull();
  expect(inputs).toBeGreaterThan(corpus.length);
});

test("a parser that is wrong is found", () => {
  const wrong = {
    name: "wrong",
    words: ["a", "b"],
    run: (text: string) => (text.includes("ab") ? impossible() : "fine"),
  };
  const impossible = (): never => {
    throw new Error("ab");
  };
  expect(fuzz(wrong, ["a"], { seed: 1, inputs: 10_000, milliseconds: 5_000 }).failure?.what).toBe("ab");
});
