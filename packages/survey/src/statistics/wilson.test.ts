import { expect, test } from "vitest";
import { shareOf } from "./wilson.ts";

// Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
// biome-ignore format: one fact per line
const facts = [
  ["81 of 263",     81,  263, 0.2553, 0.3662],
  ["15 of 148",     15,  148, 0.0624, 0.1605],
  ["none of 20",     0,   20, 0.0,    0.1611],
  ["1 of 29",        1,   29, 0.0061, 0.1718],
  ["29 of 29",      29,   29, 0.883,  1.0],
] as const;

test.each(facts)("%s", (_why, count, of, low, high) => {
  const share = shareOf(count, of);
  expect(share?.low).toBeCloseTo(low, 4);
  expect(share?.high).toBeCloseTo(high, 4);
});

test("of nothing there is no share", () => {
  expect(shareOf(0, 0)).toBeNull();
});
