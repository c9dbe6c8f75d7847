// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of Apache
import { expect, test } from "vitest";
import type { FileSource } from "./directive.ts";
import { parseApache } from "./parse.ts";

function sourceOf(files: Readonly<Record<string, string>>): FileSource {
  return {
    read: (path) => files[path] ?? null,
    list: (pattern) => {
      const expression = new RegExp(`^${pattern.replace(/[.]/g, "\\.").replace(/\*/g, "[^/]*")}$`);
      return Object.keys(files)
        .filter((path) => expression.test(path) || path.startsWith(`${pattern}/`))
        .sort();
    },
  };
}

const parse = (text: string, files: Readonly<Record<string, string>> = {}) =>
  parseApache(text, { file: "/etc/apache2/apache2.conf", source: sourceOf(files) });

const shown = (text: string, files = {}) =>
  parse(text, files).directives.map(
    ({ name, words, place }) => `${place.line}:${place.column} ${name} ${words.join("|")}`,
  );

// biome-ignore format: one fact per line
const facts = [
  ["words in quotes, and a backslash before a quote", 'Header set X "a \\"b\\" \\d"',          ['1:1 Header set|X|a "b" \\d']],
  ["a line that goes on",                             "\n  Header set \\\n   X 1\nListen 80",  ["2:3 Header set|X|1", "4:1 Listen 80"]],
  ["a comment that goes on",                          "# a \\\nHeader set X 1\nListen 80",     ["3:1 Listen 80"]],
  ["Windows line ends",                               "Header set \\\r\n X 1\r\nListen 80\r\n", ["1:1 Header set|X|1", "3:1 Listen 80"]],
  ["Latin-1 bytes",                                   "Header set X \u00e9\u00ff",             ["1:1 Header set|X|\u00e9\u00ff"]],
  ["a variable",                                      "Define X 8080\nListen ${X}",            ["2:1 Listen 8080"]],
  ["mod_rewrite's own braces",                        "RewriteRule ^ ${m:$1}",                 ["1:1 RewriteRule ^|${m:$1}"]],
  ["a condition that holds",                          "<IfModule mod_headers.c>\nListen 1\n</IfModule>", ["2:1 Listen 1"]],
  ["a condition that does not",                       "<IfDefine NO>\n<If x>\nListen 1\n</If>\n</IfDefine>\nListen 2", ["6:1 Listen 2"]],
  ["a module that is not loaded",                     "LoadModule dir_module x\n<IfModule headers_module>\nListen 1\n</IfModule>", []],
  ["one that is",                                     "LoadModule dir_module x\n<IfModule mod_dir.c>\nListen 1\n</IfModule>", ["3:1 Listen 1"]],
  ["a newer version",                                 "<IfVersion >= 2.4>\nListen 1\n</IfVersion>\n<IfVersion < 2.4>\nListen 2\n</IfVersion>", ["2:1 Listen 1"]],
  ["a section without arguments",                     "<RequireAll>\nRequire all granted\n</RequireAll>", ["1:1 RequireAll "]],
  ["a section whose bracket stands apart",            '<Directory "/a b" >\n</Directory>',     ["1:1 Directory /a b"]],
  ["a bracket inside an expression",                  "<If \"%{A} > 'b'\">\n</If>",            ["1:1 If %{A} > 'b'"]],
] as const;

test.each(facts)("%s", (_why, text, expected) => {
  const { problems } = parse(text);
  expect(problems).toEqual([]);
  expect(shown(text)).toEqual(expected);
});

test("includes are read where they stand, a pattern's in order", () => {
  const files = { "/etc/apache2/conf/b.conf": "Listen 2", "/etc/apache2/conf/a.conf": "Listen 1" };
  const { directives, files: read } = parse(
    "<VirtualHost *>\nInclude conf/*.conf\n</VirtualHost>\nInclude conf/a.conf",
    files,
  );
  expect(directives.map(({ name, children }) => [name, children?.map(({ rest }) => rest)])).toEqual([
    ["VirtualHost", ["1", "2"]],
    ["Listen", undefined],
  ]);
  expect(read).toEqual([
    "/etc/apache2/apache2.conf",
    "/etc/apache2/conf/a.conf",
    "/etc/apache2/conf/b.conf",
    "/etc/apache2/conf/a.conf",
  ]);
});

// biome-ignore format: one fact per line
const faults = [
  ["a section that is never closed",  "Listen 1\n<Location />\nListen 2",               2, "<Location> is never closed"],
  ["one closed by another",           "<Location />\n<If x>\n</Location>\nListen 2",     3, "</If> is expected here, for the one of line 2"],
  ["one closed twice",                "<Location />\n</Location>\n</Location>\nListen 1", 3, "closes nothing"],
  ["no closing bracket",              "<Location /\n</Location>\nListen 1",              1, 'has no closing ">"'],
  ["a file that is not there",        "Listen 1\nInclude nope.conf",                     2, 'There is no file "nope.conf"'],
  ["a file that includes itself",     "Include /etc/apache2/apache2.conf\nListen 1",     1, "includes itself"],
  ["a variable that nobody defined",  "Listen ${PORT}",                                  1, "${PORT} is not defined"],
  ["a binary",                        "Listen 1\n\u0001\0\u0002",                        2, "not a text file"],
  ["something else",                  "{ \"a\": 1 }\nListen 1",                          1, "Is this an Apache configuration?"],
] as const;

test.each(faults)("told at its place: %s", (_why, text, line, message) => {
  const { problems } = parse(text, { "/etc/apache2/apache2.conf": "Listen 1" });
  expect(problems.map(({ place }) => place.line)).toContain(line);
  expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
});

test("an optional include may be missing", () => {
  expect(parse("IncludeOptional nope/*.conf").problems).toEqual([]);
});

test("ten megabytes of nesting end in a sentence", { timeout: 10_000 }, () => {
  const { problems } = parse("<If true>\n".repeat(1_000_000));
  expect(problems.length).toBeLessThan(200);
  expect(problems.some(({ message }) => message.includes("in 64 other sections"))).toBe(true);
});
