import { describeWithoutPlace, parsePolicy } from "@crosscheck/cors";
import { describe, expect, test } from "vitest";
import { policyLanguage, today } from "../../../../facts/policy-language.ts";
import { parseText } from "./parse-document.ts";

describe.each(policyLanguage)("$sentence", ({ facts }) => {
  test.each(facts)("$yaml → $codes", ({ yaml, codes, environment, running }) => {
    const { value, faults, locate } = parseText(yaml, "yaml");
    expect(faults).toEqual([]);
    const { policy, problems } = parsePolicy(value, {
      ...(!running && { now: new Date(today) }),
      ...(environment !== undefined && { environment }),
    });
    expect(problems.map(({ code, severity }) => (severity === "warning" ? `!${code}` : code)).sort()).toEqual(
      [...codes].sort(),
    );
    expect(policy === null).toBe(codes.some((code) => !code.startsWith("!")));
    for (const problem of problems) {
      // Every problem has a place in the file, says why, and what to do.
      const { line, column } = locate(problem.path, "value");
      expect([line >= 1, column >= 1]).toEqual([true, true]);
      expect(describeWithoutPlace(problem).split("\n").length).toBeGreaterThanOrEqual(2);
    }
  });
});

test("a file of twelve mistakes gives twelve problems, each at its line and with what to write", () => {
  const yaml = `version: "1"
originSets:
  apps: [https://app.example.com/, app.example.org]
rules:
  - id: api
    path: api/*
    allowOrigins: [$aps, "HTTPS://b.example"]
    alowCredentials: true
    allowMethods: [delete]
    maxAge: -5
  - id: fonts
    path: /a?b
    allowOrigins: https://c.example
    maxAge: 1.5
`;
  const { value, locate } = parseText(yaml, "yaml");
  const { problems } = parsePolicy(value, { now: new Date(today) });
  const errors = problems.filter(({ severity }) => severity === "error");
  const found = errors.map(({ code, path }) => [locate(path, "value").line, code] as const);
  expect(found.sort(([one], [other]) => one - other)).toEqual([
    [1, "unsupported-version"],
    [3, "origin-pattern-has-path"],
    [3, "origin-pattern-has-no-scheme"],
    [6, "path-not-absolute"],
    [7, "origin-set-unknown"],
    [7, "origin-pattern-scheme-upper-case"],
    [8, "unknown-key"],
    [9, "method-never-matches"],
    [10, "max-age-negative"],
    [12, "path-has-query"],
    [13, "wrong-type"],
    [14, "max-age-fractional"],
  ]);
  // What, why, and what to write instead.
  for (const problem of errors) expect(describeWithoutPlace(problem).split("\n").length).toBe(3);
  expect(errors.filter(({ suggestion }) => suggestion !== undefined).length).toBeGreaterThanOrEqual(9);
});
