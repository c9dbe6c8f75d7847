import fc from "fast-check";
import { expect, test } from "vitest";
import { growth } from "../../../../test/growth.ts";
import { decide } from "../server/decide.ts";
import { parsePolicy } from "./parse-policy.ts";
import { type PathOutcome, pathClasses } from "./path-classes.ts";
import type { Policy } from "./policy.ts";

/** Few spellings, so that patterns cross, shadow each other in part, and differ in case alone. */
const segment = fc.constantFrom("a", "A", "b", "aB", "Ab", "1", ":n");
const pathPattern = fc.tuple(fc.array(segment, { maxLength: 3 }), fc.boolean()).map(([segments, below]) => {
  const named = segments.map((text, index) => (text === ":n" ? `:n${index}` : text));
  return `/${[...named, ...(below ? ["*"] : [])].join("/")}`;
});

/** Hidden rules are errors, so each path is taken only if the policy is still one with it. */
const policy: fc.Arbitrary<Policy> = fc.array(pathPattern, { minLength: 1, maxLength: 6 }).map((paths) => {
  const ruleOf = (path: string, index: number) => ({ id: `r${index}`, path, allowOrigins: "*" });
  const kept: string[] = [];
  for (const path of paths) {
    kept.push(path);
    if (parsePolicy({ rules: kept.map(ruleOf) }).policy === null) kept.pop();
  }
  const parsed = parsePolicy({ rules: kept.map(ruleOf) }).policy;
  if (parsed === null) throw new Error(`no policy: ${kept.join(" ")}`);
  return parsed;
});

/** Every path of up to four of these; deeper ones are decided like those of four, as no pattern has more than three. */
const spellings = ["a", "A", "b", "B", "aB", "Ab", "ab", "AB", "1", "x"];
const below = (paths: readonly string[]) => paths.flatMap((path) => spellings.map((text) => `${path}/${text}`));
const one = below([""]);
const two = below(one);
const three = below(two);
const everyPath = ["/", ...one, ...two, ...three, ...below(three)];

function outcomeOf(rules: Policy, target: string): string {
  const { code, ruleId } = decide(rules, { method: "GET", target, headers: [] }).reason;
  return code === "ambiguous-target" ? "ambiguous" : (ruleId ?? "none");
}

function nameOf(outcome: PathOutcome): string {
  return outcome === "ambiguous" ? outcome : (outcome?.id ?? "none");
}

test("the combinations are those of all paths, and each example is one of its own", () => {
  const property = fc.property(policy, policy, (old, fresh) => {
    const classes = pathClasses(old.rules, fresh.rules) ?? [];
    for (const found of classes) {
      expect([found.example, outcomeOf(old, found.example), outcomeOf(fresh, found.example)]).toEqual([
        found.example,
        nameOf(found.old),
        nameOf(found.new),
      ]);
    }
    const combinations = classes.map((found) => `${nameOf(found.old)} ${nameOf(found.new)}`);
    const tried = everyPath.map((path) => `${outcomeOf(old, path)} ${outcomeOf(fresh, path)}`);
    expect([...combinations].sort()).toEqual([...new Set([...tried, "ambiguous ambiguous"])].sort());
  });
  fc.assert(property, { numRuns: 60 });
});

test("a thousand rules are told apart, and the work grows as their number does", { timeout: 180_000 }, () => {
  const rules = (prefix: string, length: number) =>
    Array.from({ length }, (_, index) => ({
      id: `r${index}`,
      path: `/v1/${prefix}${index}/*`,
      allowOrigins: "*",
    }));
  const pairs = new Map(
    [125, 1_000].map((size) => [
      size,
      ["a", "b"].map((prefix) => parsePolicy({ rules: rules(prefix, size) }).policy?.rules ?? []),
    ]),
  );
  const ratio = growth(125, (size) => {
    const [old = [], fresh = []] = pairs.get(size) ?? [];
    // Ambiguous in both; none in both; each rule of one, and its other cases, against none of the other.
    expect(pathClasses(old, fresh)).toHaveLength(2 + 2 * size + 2);
  });
  expect(ratio).toBeLessThan(30);
});
