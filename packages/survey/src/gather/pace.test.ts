import { expect, test } from "vitest";
import { answerTimes } from "./pace.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, first: number, then: number, deadlineMs: number, late: boolean])[] = [
  ["as at first",                                  100,   120,   5_000,  false],
  ["three times as late, and far from the end",    20,    200,   20_000, false],
  ["late: a queue has formed somewhere",           100,   2_000, 5_000,  true],
  ["far away from the beginning",                  1_800, 2_000, 20_000, false],
  ["quicker than at first",                        2_000, 100,   5_000,  false],
];

test.each(facts)("%s", (_why, first, then, deadlineMs, late) => {
  const times = answerTimes(deadlineMs);
  for (let index = 0; index < 100; index++) times.add(first);
  expect(times.areLate()).toBe(false);
  for (let index = 0; index < 100; index++) times.add(then);
  expect(times.areLate()).toBe(late);
});

test("a few slow sites say nothing of the rest", () => {
  const times = answerTimes(5_000);
  for (let index = 0; index < 1_000; index++) times.add(index % 50 === 0 ? 1_000 : 80);
  expect(times.areLate()).toBe(false);
});
