import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeLocated } from "./located-problem.ts";
import { readPolicyFile } from "./read-policy-file.ts";

const now = new Date("2026-11-23T00:00:00Z");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-policy-file-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const example = `# yaml-language-server: $schema=./node_modules/crosscheck/schema/policy-v1.json
version: 1
originSets:
  apps: [https://app.example.com, "https://*.example.com"]
rules:
  - { id: fonts, path: /fonts/*, allowOrigins: "*", maxAge: 1d }
  - id: api
    path: /api/*
    allowOrigins: [$apps, https://partner.example]
    allowCredentials: true
    allowMethods: [PUT, DELETE]
    allowHeaders: [Content-Type, X-CSRF-Token]
    exposeHeaders: [ETag]
    maxAge: 2h
    refuseUnlisted: true
    selfOrigins: [https://api.example.com]
  - id: kiosk
    path: /v1/*
    allowOrigins: [http://kiosk.example.net]
    allowCredentials: true
    danger: [{ allow: insecure-origin, reason: "kiosk browser, OPS-12", expires: 2027-03-31 }]
environments:
  dev:   { development: true, originSets: { apps: { add: ["http://localhost:*"] } } }
  stage: { originSets: { apps: { replace: ["https://*.stage.example.com"] } } }
`;

describe("the guide's own file", () => {
  test("is read without a problem", async () => {
    const { policy, problems } = await readPolicyFile(write("guide.yaml", example), { now });
    expect(problems).toEqual([]);
    expect(policy?.rules.map(({ id, maxAge }) => [id, maxAge])).toEqual([
      ["fonts", 86_400],
      ["api", 7200],
      ["kiosk", null],
    ]);
    expect(policy?.toJSON().rules[1]?.allowOrigins).toEqual([
      "https://app.example.com",
      "https://*.example.com",
      "https://partner.example",
    ]);
  });

  test("says the same as JSON, and as JSON with comments", async () => {
    const yaml = await readPolicyFile(write("same.yaml", example), { now });
    const text = JSON.stringify(yaml.policy, null, "\t");
    const json = await readPolicyFile(write("same.json", text), { now });
    const commented = `// A comment\n${text.replace(/\]/g, ", /* the // last */ ]").replace(/\[\s*,/g, "[")}`;
    const jsonc = await readPolicyFile(write("same.jsonc", commented), { now });
    expect([json.problems, jsonc.problems]).toEqual([[], []]);
    expect(json.policy).toEqual(yaml.policy);
    expect(jsonc.policy).toEqual(yaml.policy);
  });

  test("in an environment", async () => {
    const { policy, problems } = await readPolicyFile(write("dev.yaml", example), { now, environment: "dev" });
    expect(problems.map(({ problem, severity }) => [problem.code, severity])).toEqual([["local-origin", "warning"]]);
    expect(policy?.toJSON().rules[1]?.allowOrigins).toContain("http://localhost:*");
  });

  test("after a danger has expired", async () => {
    const file = write("expired.yaml", example);
    const { policy, problems } = await readPolicyFile(file, { now: new Date("2027-04-01T00:00:00Z") });
    expect(policy).toBeNull();
    expect(problems.map(describeLocated)).toEqual([
      `${file}:21:82: rules[2].danger[0].expires: A danger entry expired after "2027-03-31".\n` +
        "The risk was taken until that day.\nRemove what needs it, or look at the risk again and set a later day.",
    ]);
  });
});

const bomb = `${["a: &a [x, x, x, x, x, x, x, x, x]", ..."bcdefghij"]
  .map((line, index) => {
    const before = "abcdefghij"[index - 1];
    return index === 0 ? line : `${line}: &${line} [${Array(9).fill(`*${before}`).join(", ")}]`;
  })
  .join("\n")}\n`;

describe("a problem's place", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["an origin in a block list",       "p.yaml",  "allowOrigins:\n  - https://a.example\n  - https://a.example/\n",   "origin-pattern-has-path", 3, 5],
    ["an origin in a flow list",        "p.yaml",  "allowOrigins: [https://a.example, https://b.example/]\n",          "origin-pattern-has-path", 1, 35],
    ["an unknown key, at the key",      "p.yaml",  "allowOrigins: []\nmaxage: 5\n",                                    "unknown-key",             2, 1],
    ["a key whose value is wrong",      "p.yaml",  "allowOrigins: []\nmaxAge: long\n",                                 "max-age-invalid",         2, 9],
    ["an empty value, at its key",      "p.yaml",  "allowOrigins: []\nmaxAge:\n",                                      "max-age-invalid",         2, 1],
    ["a missing key, at its rule",      "p.yaml",  "rules:\n  - id: x\n    allowOrigins: []\n",                        "missing-key",             2, 5],
    ["through an alias",                "p.yaml",  "originSets:\n  x: &x [https://a.example/]\n  y: *x\nrules: []\n",  "origin-pattern-has-path", 2, 10],
    ["an empty file",                   "p.yaml",  "",                                                                 "file-empty",              null, null],
    ["a file of comments",              "p.yaml",  "# nothing\n",                                                      "file-empty",              null, null],
    ["a file of a null",                "p.yaml",  "~\n",                                                              "file-empty",              null, null],
    ["an empty .json",                  "p.json",  "\ufeff\n",                                                         "file-empty",              null, null],
    ["a .json of a null",               "p.json",  "null",                                                             "file-empty",              null, null],
    ["a .jsonc of comments",            "p.jsonc", "// nothing\n/* at all */",                                         "file-empty",              null, null],
    ["a list for a document",           "p.yaml",  "\n- a\n",                                                          "wrong-type",              2, 1],
    ["after a byte order mark",         "p.yaml",  "\ufeffallowOrigins: 5\n",                                          "wrong-type",              1, 15],
    ["with line ends of Windows",       "p.yaml",  "allowOrigins: []\r\nmaxAge: -1\r\n",                               "max-age-negative",        2, 9],
    ["in JSON",                         "p.json",  '{\n\t"allowOrigins": ["https://a.example/"]\n}',                   "origin-pattern-has-path", 2, 19],
    ["in JSON on one line",             "p.json",  '{"allowOrigins":[],"maxage":5}',                                   "unknown-key",             1, 20],
    ["in JSON with comments",           "p.jsonc", '{ // here\n/* "x": */ "allowOrigins": ["https://a.example/",],}',  "origin-pattern-has-path", 2, 29],
    ["__proto__ is a key",              "p.json",  '{"allowOrigins":[],"__proto__":{"allowCredentials":true}}',        "unknown-key",             1, 20],
    ["a key twice",                     "p.yaml",  "allowOrigins: []\nallowOrigins: ['*']\n",                          "duplicate-key",           2, 1],
    ["a key twice in JSON",             "p.json",  '{"allowOrigins":[],\n"allowOrigins":"*"}',                         "duplicate-key",           2, 1],
    ["a tab for indentation",           "p.yaml",  "rules:\n\t- id: x\n",                                              "syntax",                  2, 1],
    ["a quote that is not closed",      "p.yaml",  'allowOrigins: ["https://a.example]\n',                             "syntax",                  2, 1],
    ["a star that is not in quotes",    "p.yaml",  "allowOrigins: *\n",                                                "syntax",                  1, 15],
    ["two documents in one file",       "p.yaml",  "allowOrigins: []\n---\nallowOrigins: []\n",                        "syntax",                  2, 1],
    ["an unknown tag",                  "p.yaml",  "allowOrigins: !!js/function x\n",                                  "syntax",                  1, 15],
    ["an unknown alias",                "p.yaml",  "allowOrigins: *apps\n",                                            "syntax",                  1, 15],
    ["YAML in a .json file",            "p.json",  "allowOrigins: []\n",                                               "syntax",                  1, 1],
    ["a comment in a .json file",       "p.json",  '{\n// no\n"allowOrigins": []}',                                    "syntax",                  2, 1],
    ["a trailing comma in a .json",     "p.json",  '{"allowOrigins": [],\n}',                                          "syntax",                  2, 1],
    ["a .json that ends early",         "p.json",  '{"allowOrigins": [',                                               "syntax",                  1, 19],
    ["a comment that is not closed",    "p.jsonc", '{"allowOrigins": [] /* no }',                                      "syntax",                  1, 21],
    ["an alias bomb",                   "p.yaml",  bomb,                                                               "too-many-aliases",        null, null],
    ["brackets without end",            "p.yaml",  "[".repeat(100_000),                                                "syntax",                  null, null],
    ["a NUL",                           "p.yaml",  "allowOrigins: []\0\n",                                             "file-not-text",           null, null],
    ["bytes that are not UTF-8",        "p.yaml",  Buffer.from("name: caf\xe9\n", "latin1"),                           "file-not-text",           null, null],
    ["another kind of file",            "p.toml",  "",                                                                 "file-kind-unknown",       null, null],
    ["no kind at all",                  "policy",  "",                                                                 "file-kind-unknown",       null, null],
    ["a huge file",                     "p.yaml",  "#".repeat(16 * 1024 * 1024 + 1),                                   "file-too-large",          null, null],
  ] as const;

  test.each(facts)("%s", async (_why, name, content, code, line, column) => {
    const file = write(name, content);
    const { policy, problems } = await readPolicyFile(file, { now });
    const found = problems.find(({ problem }) => problem.code === code);
    expect(problems.map(({ problem }) => problem.code)).toContain(code);
    expect(found).toMatchObject(line === null ? { file } : { file, line, column });
    expect(policy === null).toBe(problems.some(({ severity }) => severity === "error"));
    const place = line === null ? file : `${file}:${line}:${column}`;
    const words = found === undefined ? "" : describeLocated(found);
    expect(words.startsWith(`${place}: `) || words.startsWith(`${file}:`)).toBe(true);
    expect(words.split("\n").length).toBeGreaterThanOrEqual(2);
    expect(words.length).toBeLessThan(2000);
  });

  test.each(["yaml", "json", "jsonc"])("an empty .%s shows two lines that are a policy", async (kind) => {
    const { problems } = await readPolicyFile(write(`empty.${kind}`, ""), { now });
    const lines = problems.map(describeLocated).join("").split("\n");
    expect(lines.slice(0, -2)).toEqual([
      `${join(folder, `empty.${kind}`)}: The file is empty: it has no more than white space, comments or a null.`,
      "Without rules it does not say what is allowed.",
      "Write at least these two lines:",
    ]);
    const { policy, problems: none } = await readPolicyFile(write(`two.${kind}`, lines.slice(-2).join("\n")), { now });
    expect(none).toEqual([]);
    expect(policy?.rules.map(({ path }) => path.text)).toEqual(["/api/*"]);
  });

  test("problems come in the order of the file", async () => {
    const text = "maxAge: -1\nallowOrigins: [https://a.example/]\nwormhole: 1\n";
    const { problems } = await readPolicyFile(write("order.yaml", text), { now });
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3]);
  });
});

describe("what is no file", () => {
  test("a file that is not there", async () => {
    const { problems } = await readPolicyFile(join(folder, "missing.yaml"), { now });
    expect(problems.map(({ problem }) => problem.code)).toEqual(["file-missing"]);
  });

  test("a directory", async () => {
    mkdirSync(join(folder, "folder.yaml"));
    const { problems } = await readPolicyFile(join(folder, "folder.yaml"), { now });
    expect(problems.map(describeLocated)[0]).toContain("cannot be read: it is a directory.");
  });

  test("a pipe that nobody writes to", async () => {
    execFileSync("/usr/bin/mkfifo", [join(folder, "pipe.yaml")]);
    const { problems } = await readPolicyFile(join(folder, "pipe.yaml"), { now });
    expect(problems.map(({ problem }) => problem.code)).toEqual(["file-unreadable"]);
  });
});

test("100,000 origins are read, and a mistake among them is found", { timeout: 60_000 }, async () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => `  - https://tenant-${index}.customers.example`);
  lines[77_776] += "/";
  const { problems } = await readPolicyFile(write("many.yaml", `allowOrigins:\n${lines.join("\n")}\n`), { now });
  expect(problems.map(({ problem, line, column }) => [problem.code, line, column])).toEqual([
    ["origin-pattern-has-path", 77_778, 5],
  ]);
});
