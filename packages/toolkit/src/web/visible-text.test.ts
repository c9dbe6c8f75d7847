import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

// biome-ignore format: one fact per line
const facts = [
  ["plain text stays",                           "https://app.example",      "https://app.example"],
  ["markup stays: the templates escape it",      "<script>",                 "<script>"],
  ["letters of every language stay",             "bücher.example 例え",       "bücher.example 例え"],
  ["a terminal escape is shown",                 "\u001b[31mred",            "\\x1b[31mred"],
  ["a line end is shown",                        "a\r\nb",                   "a\\x0d\\x0ab"],
  ["a NUL is shown",                             "a\u0000b",                 "a\\x00b"],
  ["C1 controls are shown",                      "\u009b1m",                 "\\x9b1m"],
  ["a right-to-left override is shown",          "moc.\u202eelpmaxe",        "moc.\\u202eelpmaxe"],
  ["a zero-width space is shown",                "exam\u200bple",            "exam\\u200bple"],
  ["a byte order mark is shown",                 "\ufeffx",                  "\\ufeffx"],
  ["an isolate is shown",                        "\u2066x",                  "\\u2066x"],
] as const;

test.each(facts)("%s", (_why, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test("what is too long is cut, and says by how much", () => {
  expect(visibleText("abcdef", 4)).toBe("abcd… (2 more characters)");
});
