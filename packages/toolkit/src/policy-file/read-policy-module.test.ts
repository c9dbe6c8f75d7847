import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

const now = new Date("2026-11-25T00:00:00Z");
const library = pathToFileURL(join(import.meta.dirname, "../../../cors/src/index.ts")).href;
const fine = 'allowOrigins: ["https://a.example"]';

type Row = readonly [why: string, name: string, text: string, environment?: string];
type Read = {
  rules: unknown;
  problems: readonly (readonly [code: string, line: number | null, column: number | null])[];
};

/** Reads every row's file in one process: a test runner takes `import()` in its own hands, and Node is what counts here. */
function readAll(rows: readonly Row[]): readonly Read[] {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-module-"));
  try {
    const files = rows.map(([, name, text, environment], index) => {
      mkdirSync(join(folder, String(index)));
      const file = join(folder, String(index), name);
      writeFileSync(file, text);
      return { file, environment };
    });
    const script = `
      import { readPolicyFile } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "read-policy-file.ts")).href)};
      const all = [];
      for (const { file, environment } of ${JSON.stringify(files)}) {
        const { policy, problems } = await readPolicyFile(file, { now: new Date(${now.getTime()}), environment });
        all.push({
          rules: policy === null ? null : policy.toJSON().rules,
          problems: problems.map(({ problem, line, column }) => [problem.code, line, column]),
        });
      }
      console.log(JSON.stringify(all));`;
    const argv = ["--no-warnings", "-C", "@crosscheck/source", "--input-type=module", "-e", script];
    return JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("a policy in code", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["the default export",                 "p.js",  `export default { ${fine} };`],
    ["in TypeScript",                      "p.ts",  `interface Rule { allowOrigins: string[] }\nconst rule: Rule = { ${fine} };\nexport default rule;`],
    ["the export of that name",            "p.mjs", `export const policy = { ${fine} }; export const other = 5;`],
    ["the only export",                    "p.mts", `export const cors: object = { ${fine} };`],
    ["a CommonJS module",                  "p.cjs", `module.exports = { ${fine} };`],
    ["one that a translator made",         "p.cjs", `exports.__esModule = true; exports.default = { ${fine} };`],
    ["what definePolicy made",             "p.ts",  `import { definePolicy } from "${library}";\nexport default definePolicy({ ${fine} });`],
    ["what another copy of the library made", "p.js", `export default { rules: [{ id: "default", path: { text: "/*" } }], toJSON: () => ({ ${fine} }) };`],
    ["after waiting",                      "p.mjs", `export default await Promise.resolve({ ${fine} });`],
  ] as const;

  // biome-ignore format: one fact per line
  const faults = [
    ["a syntax error",                     "p.mjs", "export const a = 1;\nexport default { a: 1 ;",               "syntax",             2, 23],
    ["a syntax error in TypeScript",       "p.ts",  "const x: number = 1;\nexport default { allowOrigins: [ };", "syntax",             2, 34],
    ["TypeScript that must be translated", "p.ts",  "\nenum A { B }\nexport default {};",                        "syntax",             2, 1],
    ["a throw",                            "p.ts",  "type T = string;\n\nthrow new Error('no environment');",    "module-throws",      3, 7],
    ["a throw of something else",          "p.js",  "throw 5;",                                                  "module-throws",      null, null],
    ["an import that is not there",        "p.js",  'import "nothing-of-that-name";',                            "module-throws",      null, null],
    ["no export",                          "p.mjs", "const a = 1;",                                              "module-no-export",   null, null],
    ["exports of other names",             "p.mjs", "export const a = 1; export const b = 2;",                   "module-no-export",   null, null],
    ["an export of nothing",               "p.mjs", "export default undefined;",                                 "module-no-export",   null, null],
    ["a document with a fault",            "p.ts",  'export default {\n  allowOrigins: ["https://a.example/"],\n};', "origin-pattern-has-path", 2, 18],
    ["an unknown key",                     "p.js",  "export default {\n  allowOrigins: [],\n  maxage: 5,\n};",   "unknown-key",        3, 3],
    ["a value that is made elsewhere",     "p.js",  'export default { allowOrigins: ["https:" + "//a.example/"] };', "origin-pattern-has-path", 1, 18],
    ["a function for a document",          "p.js",  "export default () => ({ allowOrigins: [] });",              "wrong-type",         null, null],
    ["what definePolicy threw",            "p.ts",  `import { definePolicy } from "${library}";\nexport default definePolicy({ allowOrigins: ["https://a.example/"] });`, "origin-pattern-has-path", 2, 46],
  ] as const;

  let read: ReadonlyMap<string, Read>;
  beforeAll(() => {
    const rows: Row[] = [...facts, ...faults.map(([why, name, text]) => [why, name, text] as const), inEnvironment];
    const results = readAll(rows);
    read = new Map(rows.map(([why], index) => [why, results[index] ?? { rules: undefined, problems: [] }]));
  });

  test.each(facts)("%s", (why) => {
    const rules = [{ id: "default", path: "/*", allowOrigins: ["https://a.example"] }];
    expect(read.get(why)).toEqual({ rules, problems: [] });
  });

  test.each(faults)("%s", (why, _name, _text, code, line, column) => {
    expect(read.get(why)).toEqual({ rules: null, problems: [[code, line, column]] });
  });

  test("in an environment", () => {
    expect(read.get("an environment")?.rules).toEqual([{ id: "default", path: "/*", allowOrigins: [] }]);
  });
});

const inEnvironment: Row = [
  "an environment",
  "p.js",
  'export default { originSets: { a: ["https://a.example"] }, allowOrigins: ["$a"], environments: { e: { originSets: { a: { replace: [] } } } } };',
  "e",
];
