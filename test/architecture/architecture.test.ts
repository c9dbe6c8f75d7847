import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { arrows, dependencies, pureRooms } from "./arrows.ts";
import { type Import, importsOf, repository, sourceFiles } from "./imports.ts";

const files = sourceFiles();

/** Why an import is forbidden, or null when it is allowed. */
function forbidden({ file, from, specifier, to, typeOnly }: Import): string | null {
  if (from === to) return null;
  const internal = /^(?:cors|toolkit|survey)(?:\/|$)/.test(to);
  const allowed = (internal ? arrows[from] : dependencies[from]) ?? [];
  const fits = allowed.some((rule) => {
    const name = rule.startsWith("types:") ? (typeOnly ? rule.slice("types:".length) : null) : rule;
    if (name === null) return false;
    if (name.endsWith("*")) return to.startsWith(name.slice(0, -1));
    return to === name || (!internal && to.startsWith(`${name}/`));
  });
  return fits ? null : `${file} imports "${specifier}": ${from} → ${to} is not in test/architecture/arrows.ts`;
}

describe("the arrows between the rooms", () => {
  test("there are sources to look at, each in a room of the table", () => {
    expect(files.length).toBeGreaterThan(50);
    const rooms = new Set(files.flatMap((file) => importsOf(file).map(({ from }) => from)));
    for (const room of rooms) expect(Object.keys(arrows), room).toContain(room);
  });

  test("no import leaves its arrows", () => {
    expect(files.flatMap((file) => importsOf(file).map(forbidden)).filter((problem) => problem !== null)).toEqual([]);
  });

  const server = "packages/cors/src/server/decide.ts";
  const file = "packages/toolkit/src/policy-file/read-policy-file.ts";
  const check = "packages/toolkit/src/checks/catalogue/trusts-null.ts";
  // biome-ignore format: one fact per line
  const facts = [
    ["server never imports browser",            server, 'import { judge } from "../browser/judge.ts";',                "cors/browser"],
    ["nor a type of it",                        server, 'import type { Verdict } from "../browser/verdict.ts";',        "cors/browser"],
    ["server may import policy",                server, 'import type { Policy } from "../policy/policy.ts";',           null],
    ["a pure room has no node: module",         server, 'import { readFileSync } from "node:fs";',                      "node:fs"],
    ["nor one by import()",                     server, 'const fs = await import("node:fs");',                          "node:fs"],
    ["nor one by re-export",                    server, 'export { readFileSync } from "node:fs";',                      "node:fs"],
    ["nor one for its side effects",            server, 'import "node:fs";',                                            "node:fs"],
    ["a check takes config's types",            check,  'import type { Losses } from "../../config/loss.ts";',          null],
    ["a check takes config's types by name",    check,  'import { type A, type B } from "../../config/loss.ts";',       null],
    ["but not its functions",                   check,  'import { type A, generate } from "../../config/nginx.ts";',    "toolkit/config"],
    ["a check never imports the scanner",       check,  'import { scan } from "../../scan/scan.ts";',                   "toolkit/scan"],
    ["imports over several lines are seen",     check,  'import {\n  scan,\n  type A,\n} from "../../scan/scan.ts";',   "toolkit/scan"],
    ["the library's doors are its rooms",       check,  'import { decide } from "@crosscheck/cors";',                   "cors/server"],
    ["a name behind the door is in one room",   file,   'import { describe } from "@crosscheck/cors";',                  null],
    ["its neighbour may be in another",         file,   'import { type Policy, decide } from "@crosscheck/cors";',       "cors/server"],
    ["a program that a template shows is text", check,  'const a = `\\`\\`\\`ts\nimport { parse } from "yaml";\n\\`\\`\\``;', null],
    ["a package needs a line in the table",     check,  'import { parse } from "yaml";',                                "yaml"],
  ] as const;

  test.each(facts)("%s", (_why, file, text, reported) => {
    const problems = importsOf(file, text)
      .map(forbidden)
      .filter((problem) => problem !== null);
    if (reported === null) expect(problems).toEqual([]);
    else expect(problems[0]).toContain(`→ ${reported} is not in`);
  });
});

describe("pure rooms", () => {
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.|\bperformance\.now\(|\bprocess\.|[^.\w]fetch\(|\bset(?:Timeout|Interval)\(/;

  test("they ask no clock, chance, network or process", () => {
    const pure = files.filter((file) =>
      pureRooms.some((room) => file.includes(`packages/${room.replace("/", "/src/")}/`)),
    );
    expect(pure.length).toBeGreaterThan(20);
    const problems = pure.flatMap((file) =>
      readFileSync(join(repository, file), "utf8")
        .split("\n")
        .flatMap((line, index) => (impure.test(withoutComment(line)) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(problems).toEqual([]);
  });

  // biome-ignore format: one fact per line
  const facts = [
    ["a clock is seen",           "const now = Date.now();",      true],
    ["chance is seen",            "if (Math.random() < 0.5) {",   true],
    ["the network is seen",       "await fetch(url)",             true],
    ["a method's name is not it", "page.fetch(url)",              false],
    ["a date from data is pure",  "new Date(danger.expires)",     false],
    ["a comment is not code",     "// as fetch() does",           false],
  ] as const;

  test.each(facts)("%s", (_why, line, expected) => {
    expect(impure.test(withoutComment(line))).toBe(expected);
  });

  function withoutComment(line: string): string {
    return line.replace(/\/\/.*$/, "").replace(/^\s*\/?\*.*$/, "");
  }
});
