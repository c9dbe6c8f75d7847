import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileOrigins } from "../server/compile-origins.ts";
import { indexOrigins, originsMeet } from "./origin-index.ts";
import { parseOriginPattern } from "./parse-origin-pattern.ts";
import type { OriginPattern } from "./policy.ts";

function patternOf(text: string): OriginPattern {
  const { pattern } = parseOriginPattern(text);
  if (pattern === null) throw new Error(text);
  return pattern;
}

/** Few labels, ports and bases, so that patterns cover, cross and miss each other. */
const label = fc.constantFrom("a", "ab", "a-b", "a_b", "axb", "b", "a9-b");
const base = fc.constantFrom("e.example", "f.e.example", "ab.e.example", "example");
const port = fc.constantFrom("", ":1", ":8443");
const scheme = fc.constantFrom("https", "https", "https", "http");
const first = fc.oneof(label, fc.constantFrom("*", "a*", "*b", "a*b", "a-*", "a_*", "a*-b", "ab*", "pr-*"));
const pattern = fc
  .tuple(
    scheme,
    fc.oneof(
      { weight: 9, arbitrary: fc.tuple(first, base).map(([at, rest]) => `${at}.${rest}`) },
      { weight: 1, arbitrary: base },
    ),
    fc.oneof(port, fc.constant(":*")),
  )
  .map(([before, host, after]) => parseOriginPattern(`${before}://${host}${after}`).pattern)
  .filter((parsed) => parsed !== null);
const patterns = fc.array(pattern, { maxLength: 4 });

/** What there is to cover: every label below every base, and two labels, on some ports. */
const befores = ["", "a", "a-", "a_", "ab", "pr-"];
const middles = ["9", "_", "a", "b-"];
const afters = ["", "b", "-b"];
const made = befores.flatMap((before) =>
  middles.flatMap((middle) => afters.map((after) => `${before}${middle}${after}`)),
);
const labels = [...new Set(["a", "ab", "a-b", "a_b", "axb", "b", "a9-b", ...made])];
const hosts = ["e.example", "f.e.example", "ab.e.example", "example"].flatMap((rest) => [
  rest,
  ...labels.map((at) => `${at}.${rest}`),
  ...["a", "ab", "q"].map((at) => `q_.${at}.${rest}`),
]);
const everyOrigin = ["https", "http"].flatMap((before) =>
  hosts.flatMap((host) => ["", ":1", ":8443", ":54321"].map((after) => `${before}://${host}${after}`)),
);

/** What one pattern covers, once: the patterns above are few. */
const covered = new Map<string, readonly string[]>();

function originsOf(list: readonly OriginPattern[]): ReadonlySet<string> {
  return new Set(
    list.flatMap((one) => {
      const matches = compileOrigins([one]);
      const known = covered.get(one.text) ?? everyOrigin.filter((origin) => matches(origin) === one.text);
      covered.set(one.text, known);
      return known;
    }),
  );
}

describe("held against the origins that patterns match", () => {
  test("a pattern is covered exactly when all its origins are", () => {
    let all = 0;
    const property = fc.property(patterns, pattern, (list, one) => {
      const known = originsOf(list);
      const whole = [...originsOf([one])].every((origin) => known.has(origin));
      expect(indexOrigins(list).covers(one)).toBe(whole);
      if (whole) all++;
    });
    fc.assert(property, { numRuns: 10_000 });
    expect(all).toBeGreaterThan(100);
  });

  test("two lists meet exactly when they have an origin in common", () => {
    let meeting = 0;
    const property = fc.property(patterns, patterns, (list, other) => {
      const known = originsOf(list);
      const common = [...originsOf(other)].some((origin) => known.has(origin));
      expect(originsMeet(list, indexOrigins(list), other, indexOrigins(other))).toBe(common);
      if (common) meeting++;
    });
    fc.assert(property, { numRuns: 10_000 });
    expect(meeting).toBeGreaterThan(100);
  });
});

// biome-ignore format: one fact per line
const facts = [
  ["the opaque origin covers itself",          ["null"],                        "null",                       true],
  ["and nothing else does",                    ["https://*.example.com"],       "null",                       false],
  ["an app's origin is exact",                 ["capacitor://localhost"],       "capacitor://localhost",      true],
  ["an address has no labels",                 ["https://192.0.2.1"],           "https://192.0.2.1:*",        false],
] as const;

test.each(facts)("%s", (_why, list, one, covered) => {
  expect(indexOrigins(list.map(patternOf)).covers(patternOf(one))).toBe(covered);
});
