import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellCommand } from "./shell-command.ts";

// biome-ignore format: one fact per line
const facts = [
  ["plain words are left alone",        ["curl", "-i", "https://example.com/a?b"], "curl -i 'https://example.com/a?b'"],
  ["spaces are quoted",                 ["a b"],                                   "'a b'"],
  ["an expansion is quoted",            ["$(reboot)"],                             "'$(reboot)'"],
  ["a quote is closed and reopened",    ["it's"],                                  "'it'\\''s'"],
  ["an empty word is a word",           [""],                                      "''"],
  ["so is what zsh would expand",       ["=id"],                                   "'=id'"],
  ["a tilde is quoted",                 ["~root"],                                 "'~root'"],
] as const;

test.each(facts)("%s", (_why, words, command) => {
  expect(shellCommand(...words)).toBe(command);
});

test("a real shell reads back exactly the words that went in", () => {
  const word = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const output = execFileSync("/bin/sh", ["-c", shellCommand("printf", "%s\\0", ...words)], { encoding: "utf8" });
      const sent = words.map((text) => Buffer.from(text, "utf8").toString("utf8"));
      expect(output.split("\0").slice(0, -1)).toEqual(sent);
    }),
    { numRuns: 100 },
  );
});
