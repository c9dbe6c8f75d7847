import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compareLibraries } from "./compare.ts";
import { compareDecisions } from "./compare-decisions.ts";
import { comparedPage } from "./compared-page.ts";

test("docs/libraries.md is what the libraries answer, and ours gets every row right", { timeout: 90_000 }, async () => {
  const rows = await compareLibraries();
  const decisions = await compareDecisions();
  const wrong = rows.filter(({ answers }) => answers.get("crosscheck") !== true);
  expect(wrong.map(({ breakage }) => breakage.id)).toEqual([]);
  const { right, asked } = decisions.get("crosscheck") ?? { right: 0, asked: 1 };
  expect(right).toBe(asked);
  // A table in which nobody is ever wrong would show nothing.
  expect(rows.filter(({ answers }) => [...answers.values()].includes(false)).length).toBeGreaterThan(20);
  const page = readFileSync(new URL("../../docs/libraries.md", import.meta.url), "utf8");
  expect(page).toBe(comparedPage(rows, decisions));
});
