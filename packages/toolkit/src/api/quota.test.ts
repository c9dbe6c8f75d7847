import { expect, test } from "vitest";
import { Quota } from "./quota.ts";

const minute = 60_000;

// biome-ignore format: one fact per line
const facts = [
  ["nothing taken: at once",                              6, [],                                0,           0],
  ["all but one taken: at once",                          6, [0, 0, 0, 0, 0],                   0,           0],
  ["all taken: a sixth of an hour",                       6, [0, 0, 0, 0, 0, 0],                0,           600],
  ["a while later, less",                                 6, [0, 0, 0, 0, 0, 0],                9 * minute,  60],
  ["a sixth of an hour later, one",                       6, [0, 0, 0, 0, 0, 0],                10 * minute, 0],
  ["and that one taken, another sixth",                   6, [0, 0, 0, 0, 0, 0, 10 * minute],   10 * minute, 600],
  ["what is not taken is not saved up beyond the hour's", 1, [0],                               600 * minute, 0],
  ["one an hour, taken late: a whole hour again",         1, [600 * minute],                    600 * minute, 3_600],
] as const;

test.each(facts)("%s", (_why, perHour, taken, now, seconds) => {
  const quota = new Quota(perHour);
  for (const at of taken) quota.take("a", at);
  expect(quota.wait("a", now)).toBe(seconds);
  expect(quota.wait("another", now)).toBe(0);
});

test("of ever new keys a hundred thousand are remembered, the latest", () => {
  const quota = new Quota(1);
  for (let key = 0; key < 150_000; key++) quota.take(String(key), 0);
  expect(quota.wait("149999", 0)).toBe(3_600);
  expect(quota.wait("50000", 0)).toBe(3_600);
  expect(quota.wait("49999", 0)).toBe(0);
});
