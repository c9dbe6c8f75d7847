import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { headerTests, runHeaderTests } from "./header-tests.ts";

const files = readdirSync(new URL("./tests/", import.meta.url)).map((name) => name.replace(/\.ts$/, ""));

test("every file is in the list, and every id is a file", () => {
  expect(headerTests.map(({ id }) => id).sort()).toEqual(files.sort());
});

describe.each(headerTests.map((headerTest) => [headerTest.id, headerTest] as const))("%s", (id, headerTest) => {
  test("it says why, what to do, and where that is written", () => {
    expect(Object.keys(headerTest.fix)).toEqual(["general", "nginx", "apache", "iis", "express"]);
    for (const text of [headerTest.why, ...Object.values(headerTest.fix)]) expect(text.length).toBeGreaterThan(10);
    expect(headerTest.spec).toMatch(/^https:\/\/[a-z0-9.-]+\/.*#/);
    expect(`${headerTest.why} ${headerTest.fix.general}`).not.toContain("!");
  });

  test.each(headerTest.examples.map((example) => [example.title, example] as const))("%s", (_title, example) => {
    const { url = "https://shop.example/", status = 200, headers, hops = [], overHttp = null, html } = example;
    const type = html === undefined ? [] : [["Content-Type", "text/html; charset=utf-8"] as const];
    const results = runHeaderTests({
      url,
      response: { status, headers: [...headers, ...type] },
      hops,
      overHttp,
      registrableDomain: "shop.example",
      body: html ?? null,
    });
    const result = results.find((each) => each.test.id === id);
    expect(result?.verdict).toBe(example.verdict);
    expect(result?.summary).toMatch(/[.?]$/);
  });
});

test("hostile values are neither thrown at nor repeated whole", () => {
  const long = `${"a ".repeat(50_000)}\u0000\u001b[31m`;
  const names = [
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
  ];
  const more = [
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Resource-Policy",
    "Set-Cookie",
    "Server",
  ];
  const headers = [...names, ...more].map((name) => [name, long] as const);
  const start = performance.now();
  const results = runHeaderTests({
    url: "https://shop.example/",
    response: { status: 200, headers: [...headers, ["Content-Type", "text/html"]] },
    hops: [],
    overHttp: null,
    registrableDomain: null,
    body: "<script src=//x".repeat(5_000),
  });
  expect(performance.now() - start).toBeLessThan(2_000);
  for (const { summary } of results) expect(summary.length).toBeLessThan(600);
});
