import { expect, test } from "vitest";
import { type CaseOutcome, collapseOrigins, expandOrigins, originsOf } from "./browser-case.ts";
import { compareOutcomes } from "./compare-outcomes.ts";
import { compareReasons } from "./compare-reasons.ts";
import { generateCases } from "./generate-cases.ts";
import { judgeCase } from "./judge-case.ts";

const outcome: CaseOutcome = {
  steps: [{ verdict: "allowed", responseType: "cors", status: 200, headers: [["x-r", "1"]], redirected: false }],
  wire: [["OPTIONS", "http://127.0.0.1:2/k0-0/0", "http://127.0.0.1:1", "PUT", "x-a,x-b", false]],
};
const step = outcome.steps[0] ?? { verdict: "" };
const request = outcome.wire[0] ?? ["", "", null, null, null, false];

// biome-ignore format: one fact per line
const facts: readonly (readonly [string, CaseOutcome])[] = [
  ["another verdict",               { ...outcome, steps: [{ verdict: "network error" }] }],
  ["another response type",         { ...outcome, steps: [{ ...step, responseType: "basic" }] }],
  ["another status",                { ...outcome, steps: [{ ...step, status: 201 }] }],
  ["one more exposed header",       { ...outcome, steps: [{ ...step, headers: [["x-r", "1"], ["x-s", "2"]] }] }],
  ["another value",                 { ...outcome, steps: [{ ...step, headers: [["x-r", "2"]] }] }],
  ["one request less",              { ...outcome, wire: [] }],
  ["names in another order",        { ...outcome, wire: [[...request.slice(0, 4), "x-b,x-a", false] as unknown as typeof request] }],
  ["an Origin where there is none", { ...outcome, wire: [[request[0], request[1], null, request[3], request[4], false]] }],
  ["cookies",                       { ...outcome, wire: [[request[0], request[1], request[2], request[3], request[4], true]] }],
];

test.each(facts)("%s is a disagreement", (_what, other) => {
  expect(compareOutcomes(outcome, other)).toHaveLength(other.steps[0]?.verdict === "network error" ? 5 : 1);
});

test("what is equal is none", () => {
  expect(compareOutcomes(outcome, structuredClone(outcome))).toEqual([]);
});

test("the same seed draws the same cases, another one others, and every family has its turn", () => {
  expect(generateCases(7, 50)).toEqual(generateCases(7, 50));
  expect(generateCases(7, 50)).not.toEqual(generateCases(8, 50));
  expect(new Set(generateCases(7, 19).map(({ family }) => family)).size).toBe(19);
});

test("tokens stand for origins on any port", () => {
  const origins = originsOf(1234, 2345, 3456);
  const cases = generateCases(9, 200);
  expect(collapseOrigins(expandOrigins(cases, origins), origins)).toEqual(cases);
});

test("the profiles do not all agree, so that the harness can tell one engine from another", () => {
  const origins = originsOf(8001, 8002, 8003);
  const cases = expandOrigins(generateCases(3, 1_000), origins);
  const judged = (["standard", "chromium", "firefox", "webkit"] as const).map((engine) =>
    cases.map((one) => {
      const { steps, wire } = judgeCase(one, engine, origins);
      return JSON.stringify({ steps, wire });
    }),
  );
  for (const [index, one] of judged.entries()) {
    for (const other of judged.slice(index + 1)) expect(one).not.toEqual(other);
  }
});

test("a reason is held against the words of the browser", () => {
  const origins = originsOf(8001, 8002, 8003);
  const [one] = expandOrigins(generateCases(1, 1), origins);
  if (one === undefined) throw new Error("no case was drawn");
  const blocked = {
    ...one,
    steps: [{ url: `${origins.other}/k/0` }],
    answers: { 0: { preflight: { status: 204, headers: [] }, actual: { status: 200, headers: [] } } },
  };
  const { verdicts } = judgeCase(blocked, "chromium", origins);
  const missing =
    "Access to fetch at 'http://a/' from origin 'http://b' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
  const status =
    "Access to fetch at 'http://a/' from origin 'http://b' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: It does not have HTTP ok status.";
  expect(compareReasons("chromium", [missing], verdicts)).toBe("equal");
  expect(compareReasons("chromium", [status], verdicts)).toBe("different");
  expect(compareReasons("chromium", [], verdicts)).toBe("silent");
});
