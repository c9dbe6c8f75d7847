import { expect, test } from "vitest";
import type { NginxDirective } from "./directive.ts";
import { parseNginx } from "./parse.ts";

// biome-ignore format: one fact per line
const facts = [
  ["words and a semicolon",                "a b c;",                               [["a", "b", "c"]]],
  ["quotes of both kinds",                 `a "b c" 'd "e"';`,                     [["a", "b c", 'd "e"']]],
  ["escaped quotes, backslashes",          String.raw`a "\"\\n" \;x;`,             [["a", '"\\n', "\\;x"]]],
  ["an escape of no meaning stays",        String.raw`rewrite ^/a\.b$ /c;`,        [["rewrite", "^/a\\.b$", "/c"]]],
  ["a brace after a dollar is no block",   "a $\u007bb}c;",                        [["a", "$\u007bb}c"]]],
  ["# in a word is no comment",            "a b#c; # d;\ne;",                      [["a", "b#c"], ["e"]]],
  ["} in a word is part of it",            "a b}c;",                               [["a", "b}c"]]],
  ["Windows line ends",                    "a b;\r\nc {\r\nd;\r\n}\r\n",           [["a", "b"], ["c", [["d"]]]]],
  ["a bracket after a quote",              'if ($a = "b") { c; }',                 [["if", "($a", "=", "b", ")", [["c"]]]]],
  ["Latin-1 bytes",                        "a \xe9\xff;",                          [["a", "\xe9\xff"]]],
  ["Lua keeps its braces and strings",     'x_by_lua_block { a = "}" -- }\n b = {} } c;', [["x_by_lua_block", ' a = "}" -- }\n b = {} '], ["c"]]],
] as const;

test.each(facts)("%s", (_why, text, expected) => {
  const { directives, problems } = parseNginx(text, { file: "f" });
  expect(problems).toEqual([]);
  expect(directives.map(shape)).toEqual(expected);
});

// biome-ignore format: one fact per line
const faults = [
  ["an unclosed block",          "a;\n  b {\n c;\n",      2, 3, /"b" that opens here is never closed/],
  ["an unclosed quote",          "a;\nb 'c;\nd;",         2, 3, /quote ' that opens here is never closed/],
  ["a brace too many",           "a;\n}\nb;",             2, 1, /no block is open here/],
  ["a forgotten semicolon",      "a {\n  b c\n}\nd;",     2, 3, /"b" is not ended by ";"/],
  ["text after a quote",         'a "b"c;',               1, 6, /follows a closing quote/],
  ["an end in the middle",       "a;\nb c",               2, 1, /file ends before "b"/],
  ["a binary file",              "a;\nb\0c;",             2, 2, /zero byte/],
] as const;

test.each(faults)("%s is told at its place", (_why, text, line, column, message) => {
  const { problems } = parseNginx(text, { file: "f" });
  expect(problems[0]?.message).toMatch(message);
  expect(problems[0]?.place).toEqual({ file: "f", line, column });
});

test("what follows a fault is still read", () => {
  const { directives } = parseNginx("a {\n  b c\n}\nadd_header X y;", { file: "f" });
  expect(directives.at(-1)?.name).toBe("add_header");
});

const folder: Readonly<Record<string, string>> = {
  "/etc/nginx/conf.d/a.conf": "a;",
  "/etc/nginx/conf.d/b.conf": "b;",
  "/etc/nginx/self.conf": "include self.conf; c;",
};
const source = {
  read: (path: string) => folder[path] ?? null,
  list: (pattern: string) => Object.keys(folder).filter((path) => path.startsWith(pattern.replace(/\*.*$/, ""))),
};

test("includes are followed, each place in its own file", () => {
  const { directives, problems, missing, files } = parseNginx(
    "include conf.d/*.conf;\ninclude gone.conf;\ninclude nothing/*.conf;\ninclude self.conf;",
    { file: "/etc/nginx/nginx.conf", source },
  );
  expect(directives.map(({ name, place }) => [name, place.file])).toEqual([
    ["a", "/etc/nginx/conf.d/a.conf"],
    ["b", "/etc/nginx/conf.d/b.conf"],
    ["c", "/etc/nginx/self.conf"],
  ]);
  expect(files).toHaveLength(4);
  expect(missing.map(({ args, place }) => [args[0], place.line])).toEqual([["gone.conf", 2]]);
  expect(problems.map(({ message }) => message)).toEqual([
    '"/etc/nginx/self.conf" includes itself, by way of this line.',
  ]);
});

test("ten megabytes of nesting end in a sentence, not in a crash", { timeout: 20_000 }, () => {
  const { directives, problems } = parseNginx(`${"a{".repeat(5_000_000)}`, { file: "f" });
  expect(problems[0]?.message).toMatch(/in 100 others/);
  expect(directives).toHaveLength(1);
});

function shape({ name, args, children }: NginxDirective): unknown[] {
  return [name, ...args, ...(children === null ? [] : [children.map(shape)])];
}
