import { readFileSync } from "node:fs";
import { parsePolicy } from "@crosscheck/cors";
import { describe, expect, test } from "vitest";
import { parseText } from "../../packages/toolkit/src/policy-file/parse-document.ts";

const page = readFileSync(new URL("../../docs/policy.md", import.meta.url), "utf8");
const now = new Date("2026-11-23T00:00:00Z");

/** Each YAML example, and the codes of the problems that it shows: the words after `yaml`. */
const examples = [...page.matchAll(/^```yaml(.*)\n([\s\S]*?)^```$/gm)].map(([, codes = "", text = ""]) => {
  return [codes.trim().split(/\s+/).filter(Boolean), text] as const;
});

describe("the examples of docs/policy.md", () => {
  test("are there", () => {
    expect(examples.length).toBe(page.match(/^```yaml/gm)?.length);
    expect(examples.length).toBeGreaterThan(10);
  });

  test.each(examples)("show %j:\n%s", (codes, text) => {
    const { value, faults } = parseText(text, "yaml");
    expect(faults).toEqual([]);
    const { policy, problems } = parsePolicy(value, { now });
    expect(problems.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual(codes);
    expect(policy === null).toBe(codes.length > 0);
    const warnings = problems.filter(({ severity }) => severity === "warning");
    if (codes.length === 0) expect(warnings).toEqual([]);
  });

  const inEnvironments = examples.flatMap(([, text]) => {
    const { value } = parseText(text, "yaml");
    return Object.keys((value as { environments?: object }).environments ?? {}).map((name) => [name, value] as const);
  });

  test("have environments too", () => expect(inEnvironments.map(([name]) => name)).toEqual(["dev", "stage", "dev"]));

  test.each(inEnvironments)("are fine in the environment %s", (environment, value) => {
    const { problems } = parsePolicy(value, { now, environment });
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
