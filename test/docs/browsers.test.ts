import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { browsersPage } from "../../scripts/browsers-page.ts";

test("docs/browsers.md is what the profiles say: npm run docs:browsers writes it", () => {
  expect(readFileSync(new URL("../../docs/browsers.md", import.meta.url), "utf8")).toBe(browsersPage());
});
