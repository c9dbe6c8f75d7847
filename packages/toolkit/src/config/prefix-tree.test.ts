import fc from "fast-check";
import { expect, test } from "vitest";
import { prefixTreeExpressions } from "./prefix-tree.ts";

// biome-ignore format: one fact per line
const facts = [
  ["no text, no expression",                    [],                        []],
  ["one text is itself",                        ["https://a.example"],     ["^https://a\\.example$"]],
  ["what they begin with is written once",      ["ab", "ac"],              ["^a(?:b|c)$"]],
  ["a text that another goes on from",          ["a", "ab"],               ["^a(?:|b)$"]],
  ["the same twice",                            ["a", "a"],                ["^a$"]],
] as const;

test.each(facts)("%s", (_why, texts, expected) => {
  expect(prefixTreeExpressions(texts, 1000)).toEqual(expected);
});

test("matches what is in the list, and nothing else, however it is cut", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab.*-"), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 60 }),
      fc.array(text),
      fc.integer({ min: 12, max: 200 }),
      (list, others, longest) => {
        const expressions = prefixTreeExpressions(list, longest).map((expression) => new RegExp(expression));
        const listed = new Set(list);
        for (const candidate of [...list, ...others]) {
          expect(expressions.filter((expression) => expression.test(candidate))).toHaveLength(
            listed.has(candidate) ? 1 : 0,
          );
        }
      },
    ),
  );
});

test("no piece is longer than asked for, and none is nested deeper than PCRE takes", () => {
  const nested = Array.from({ length: 250 }, (_, index) => "a".repeat(index + 1));
  const [expression = ""] = prefixTreeExpressions(nested, 1_000_000);
  expect(new RegExp(expression).test("a".repeat(250))).toBe(true);
  expect(expression.match(/^(?:\^?a\(\?:\|?)+/)?.[0].match(/\(/g)?.length ?? 0).toBeLessThan(250);
  const many = Array.from({ length: 10_000 }, (_, index) => `https://tenant-${index}.customers.example.org`);
  const pieces = prefixTreeExpressions(many, 30_000);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(30_000);
});
