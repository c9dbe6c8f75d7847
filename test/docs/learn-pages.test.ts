import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { learnPages } from "../../scripts/learn-pages.ts";

const folder = new URL("../../docs/learn/", import.meta.url);
const pages = learnPages();

test("every chapter has its page, and no page is without its chapter", () => {
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
});

test.each([...pages])("docs/learn/%s is what the guide says (npm run docs:learn writes it anew)", (name, text) => {
  expect(readFileSync(new URL(name, folder), "utf8")).toBe(text);
});

test.each([...pages])("the links of docs/learn/%s lead somewhere", (_name, text) => {
  const anchors = [...text.matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)];
  for (const [link, file = "", anchor = ""] of anchors) {
    expect(pages.has(file), link).toBe(true);
    if (anchor !== "") expect(pages.get(file), link).toContain(`<a id="${anchor}"></a>`);
  }
});
