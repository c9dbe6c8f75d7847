import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../package/fresh-clone.ts";

/** Each example that says what it prints: in its comments, a line each, after an arrow. */
const examples = ["policy.md", "server.md"].flatMap((page) => {
  const text = readFileSync(join(repository, "docs", page), "utf8");
  return [...text.matchAll(/^```js printed\n([\s\S]*?)^```$/gm)].map(([, code = ""], index) => ({ page, index, code }));
});

test("the pages have them", () => {
  expect(examples.map(({ page }) => page)).toEqual(["policy.md", "policy.md", "server.md", "server.md", "server.md"]);
});

test.each(examples)("docs/$page, printed example $index", ({ code }) => {
  const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line);
  expect(expected.length).toBeGreaterThan(0);
  const flags = ["-C", "@crosscheck/source", "--input-type=module", "--eval", code];
  const { status, stdout, stderr } = spawnSync("node", flags, { cwd: repository, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout.trimEnd().split("\n")).toEqual(expected);
});
