import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkPages } from "../../scripts/check-pages.ts";

const folder = new URL("../../docs/checks/", import.meta.url);
const pages = checkPages();

test("every check has its page, and no page is without its check", () => {
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
});

test.each([...pages])("docs/checks/%s is what the check says (npm run docs:checks writes it anew)", (name, text) => {
  expect(readFileSync(new URL(name, folder), "utf8")).toBe(text);
});
