import { definePolicy } from "@crosscheck/cors";
import { expect, test } from "vitest";
import { generateTargets } from "./targets.ts";

test.each(generateTargets)("a function is never generated for $name", ({ generate }) => {
  const policy = definePolicy({
    rules: [
      { id: "tenants", path: "/tenants/*", allowOrigins: () => true },
      { id: "rest", path: "/*", allowOrigins: "*" },
    ],
  });
  const { files, losses } = generate(policy, { command: "crosscheck generate" });
  expect(files).toEqual([]);
  expect(losses).toMatchObject([{ id: "origin-function", ruleId: "tenants", effect: "impossible" }]);
});
