import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evidenceFrom } from "../../scan/evidence-from.ts";
import type { Example } from "../check.ts";
import { cvssBaseScore, severityOfScore } from "../cvss.ts";
import type { Evidence } from "../evidence.ts";
import { catalogue } from "./index.ts";

const files = readdirSync(new URL(".", import.meta.url))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts")
  .map((name) => name.replace(/\.ts$/, ""));

test("every file is in the index, and every id is a file", () => {
  expect(catalogue.map(({ id }) => id).sort()).toEqual(files.sort());
});

describe.each(catalogue.map((check) => [check.id, check] as const))("%s", (id, check) => {
  test("the severity is the one of its CVSS vector", () => {
    const severity = check.cvss === null ? "info" : severityOfScore(cvssBaseScore(check.cvss));
    expect(check.severity).toBe(severity);
  });

  test("it says why, what to do, and where that is written", () => {
    for (const text of [check.title, check.why, ...Object.values(check.fix)]) {
      expect(text.trim().length).toBeGreaterThan(10);
    }
    expect(`${check.title} ${check.why} ${check.fix.general}`).not.toContain("!");
    expect(Object.keys(check.fix)).toEqual(expect.arrayContaining(["general", "nginx", "apache", "iis", "express"]));
    expect(check.spec).toMatch(
      /^https:\/\/(?:(?:fetch|html|url)\.spec\.whatwg\.org\/[a-z./-]*|www\.rfc-editor\.org\/rfc\/rfc[0-9]+)#[a-z][a-z0-9.-]+$/,
    );
    expect(check.cwe.length > 0).toBe(check.cvss !== null);
  });

  test("there are examples of both kinds", () => {
    expect(Math.min(check.examples.bad.length, check.examples.good.length)).toBeGreaterThanOrEqual(2);
  });

  test.each(check.examples.bad.map((example) => [example.title, example] as const))("bad: %s", (_title, example) => {
    const findings = check.run(evidenceOf(example));
    expect(findings.map(({ check: found }) => found)).toEqual([id]);
    for (const finding of findings) expect(finding.evidence.length).toBeGreaterThan(0);
  });

  test.each(check.examples.good.map((example) => [example.title, example] as const))("good: %s", (_title, example) => {
    expect(check.run(evidenceOf(example))).toEqual([]);
  });
});

function evidenceOf({
  url = "https://shop.example/",
  respond,
  policy,
  network = "public",
  hops = [],
  known = {},
}: Example): Evidence {
  return { ...evidenceFrom(url, respond, { network, hops, policy }), ...known };
}
