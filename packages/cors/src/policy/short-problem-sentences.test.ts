import { expect, test } from "vitest";
import { parsePolicy } from "./parse-policy.ts";
import { errorCodes, warningCodes } from "./problem-codes.ts";
import { sentencesOf } from "./short-problem-sentences.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, document: unknown, what: string])[] = [
  ["what was written, and the code",   { allowOrigins: ["https://app.example/"] },              '"https://app.example/" (origin-pattern-has-path).'],
  ["what was wanted",                  { allowOrigins: ["https://a.example"], allowCredentials: 1 }, "1, not true or false (wrong-type)."],
  ["an unknown key",                   { allowOrigins: "*", allowOrigin: 1 },                    '"allowOrigin" (unknown-key).'],
];

test.each(facts)("a bundle without the sentences still says %s", (_why, document, what) => {
  const [problem] = parsePolicy(document).problems;
  expect(problem).toBeDefined();
  if (problem !== undefined) expect(sentencesOf(problem)[0]).toBe(what);
});

test("no code is without words", () => {
  for (const code of [...errorCodes, ...warningCodes]) {
    const [what, why] = sentencesOf({ code, severity: "error", path: [], received: null });
    expect(what).toContain(code);
    expect(why.length).toBeGreaterThan(20);
  }
});
