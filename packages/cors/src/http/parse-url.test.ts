import { expect, test } from "vitest";
import { parseUrl } from "./parse-url.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, text: string, base: string | undefined, href: string | null])[] = [
  ["an absolute URL",             "https://app.example",     undefined,             "https://app.example/"],
  ["a relative one with its base", "/b",                     "https://a.example/x", "https://a.example/b"],
  ["a relative one alone is none", "/b",                     undefined,             null],
  ["no host is none",             "https://",                undefined,             null],
  ["a name in Unicode",           "https://bücher.example/", undefined,             "https://xn--bcher-kva.example/"],
];

test.each(facts)("%s", (_why, text, base, href) => {
  expect(parseUrl(text, base)?.href ?? null).toBe(href);
});

test("a name in Latin-1 is a URL the ten thousandth time, too", () => {
  // Flat strings of one byte a character, which is what the optimised function gets wrong.
  const names = Array.from({ length: 10 }, (_, index) => JSON.parse(`"https://b\u00fccher${index}.example/"`));
  const failures = Array.from({ length: 10_000 }, (_, index) => parseUrl(names[index % 10])).filter(
    (url) => url === null,
  );
  expect(failures).toEqual([]);
});
