import { expect, test } from "vitest";
import { noFiles } from "../config/source.ts";
import { attackOriginRules } from "./attack-origin-rules.ts";
import { lintText } from "./lint-text.ts";
import { nginxTarget } from "./nginx/nginx-target.ts";
import { stepBudget } from "./step-budget.ts";

const hostile = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, number) => `^https?://(?:[a-z0-9-]{1,${(number % 50) + 10}}\\.){1,${(number % 7) + 3}}(?:x|y.*)*z${number}`,
  );
const rules = (count: number) =>
  hostile(count).map((source) => ({ source, caseless: false, place: { file: "x", line: 1, column: 1 } }));

test("ten times as many hostile expressions take no more steps", () => {
  const steps = [300, 3_000].map((count) => {
    const total = stepBudget(8_000_000);
    const { undecided } = attackOriginRules(rules(count), ["app.example.com"], total);
    expect(undecided.length).toBeGreaterThan(count / 2);
    return total.spent();
  });
  // After the budget, each costs the one step that finds it empty; before it, the last one may overrun.
  for (const spent of steps) expect(spent).toBeLessThan(9_000_000);
});

test("what was too large to decide is told, and nothing is passed", () => {
  const keys = hostile(600).map((source) => `  "~${source}" $http_origin;`);
  const text = `map $http_origin $cors {\n  default "";\n${keys.join("\n")}\n}\nserver {\n  listen 80;\n  add_header Access-Control-Allow-Origin $cors always;\n  add_header Vary Origin always;\n}\n`;
  const { verdict, findings } = lintText(text, nginxTarget, { file: "nginx.conf", source: noFiles });
  expect(verdict).not.toBe("passed");
  const [told, ...more] = findings.filter(({ check }) => check === "expression-too-large");
  expect(more).toEqual([]);
  expect(told?.message).toMatch(/Too large to decide.*and \d+ more/);
});

test("three thousand lists of whole origins are no work", () => {
  const total = stepBudget(8_000_000);
  const lists = Array.from({ length: 3_000 }, (_, number) => ({
    source: `^https?://(?:www\\.)?(?:app|shop)-${number}\\.example\\.com(?::8443)?$`,
    caseless: false,
    place: { file: "x", line: 1, column: 1 },
  }));
  expect(attackOriginRules(lists, ["app.example.com"], total)).toEqual({ attacks: [], undecided: [] });
  expect(total.spent()).toBe(0);
});
