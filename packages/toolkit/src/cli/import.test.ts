import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { run } from "./main.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function crosscheck(...argv: string[]) {
  const io = bufferIo();
  return { code: await run(argv, io), ...io.text };
}

/** A sentence may be broken over lines of a comment. */
const joined = (text: string) => text.replace(/\n#? +/g, " ");

describe("crosscheck import", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["any origin with credentials",        "cors",         "o.json",  '{ "origin": true, "credentials": true }',           1, "EVERY WEBSITE COULD READ EVERY ANSWER AS THE SIGNED-IN USER"],
    ["which no policy can say",            "cors",         "o.json",  '{ "origin": true, "credentials": true }',           1, "allowOrigins: []"],
    ["any origin without credentials",     "cors",         "o.json",  '{ "origin": true }',                                0, 'allowOrigins: "*"'],
    ["no options at all",                  "cors",         "o.json",  "{}",                                                0, "Every website could read every answer, without the user's cookies."],
    ["a misspelt option is ignored",       "cors",         "o.yaml",  "origins: [https://a.example]",                      0, '"origins" is no option of cors 2.8.6: it was ignored.'],
    ["a star with credentials",            "cors",         "o.jsonc", '{ "origin": "*", "credentials": true } // all',     0, "no page has ever read an answer as the signed-in user"],
    ["the same of Koa's is an echo",       "koa-cors",     "o.json",  '{ "origin": "*", "credentials": true }',            1, "EVERY WEBSITE"],
    ["a star in a list is dead",           "hono-cors",    "o.json",  '{ "origin": ["*"] }',                               0, '"*" never matched'],
    ["and alive in Fastify's",             "fastify-cors", "o.json",  '{ "origin": ["*"] }',                               0, "Every website could read every answer"],
    ["a trailing slash is dead",           "cors",         "o.json",  '{ "origin": ["https://a.example/"] }',              0, '"https://a.example/" never matched'],
    ["a list is no origin of Koa's",       "koa-cors",     "o.json",  '{ "origin": ["https://a.example", "https://b.example"] }', 0, "No page of another origin could read anything."],
    ["null is anybody",                    "hono-cors",    "o.json",  '{ "origin": "null" }',                              0, "any website can make a page with that origin"],
    ["and a danger with its last day",     "hono-cors",    "o.json",  '{ "origin": "null" }',                              0, "allow: null-origin"],
    ["a listed origin keeps everything",   "fastify-cors", "o.json",  '{ "origin": "https://a.example", "credentials": true, "methods": ["PUT"], "allowedHeaders": ["X-A"], "exposedHeaders": "ETag", "maxAge": 60 }', 0, "allowOrigins: - https://a.example allowCredentials: true allowMethods: - PUT allowHeaders: - X-A exposeHeaders: - ETag maxAge: 60"],
    ["an expression that is not anchored", "cors",         "o.js",    "export default { origin: /example\\.com$/, credentials: true }", 1, "lets in https://evilexample.com"],
    ["a dot that is any character",        "cors",         "o.ts",    "export const options = { origin: /^https:\\/\\/app.example\\.com$/ as RegExp };", 1, "https://appxexample.com"],
    ["an expression as it was meant",      "cors",         "o.mjs",   "export default { origin: /^https:\\/\\/(app|admin)\\.example\\.com$/ }", 1, "- https://app.example.com - https://admin.example.com"],
    ["any number of labels",               "cors",         "o.cjs",   "module.exports = { origin: /^https:\\/\\/([a-z0-9-]+\\.)*example\\.com$/ }", 1, "- https://*.example.com - https://example.com"],
    ["a function",                         "hono-cors",    "o.js",    "export default { origin: (origin) => origin }",     1, "A function decides which origins are allowed"],
    ["what makes the library fail",        "hono-cors",    "o.js",    "export default { origin: /a/ }",                    0, "every request was answered with 500"],
    ["what no policy may have",            "cors",         "o.json",  '{ "methods": "TRACE", "allowedHeaders": "Cookie" }', 0, 'The request header "Cookie" is forbidden to scripts.'],
    ["a time too long",                    "cors",         "o.json",  '{ "maxAge": 604800 }',                              0, "maxAge: 86400"],
  ] as const;

  test.each(facts)("%s", async (_why, kind, name, text, code, found) => {
    const file = write(name, text);
    const result = await crosscheck("import", file, "--as", kind);
    expect(result.stderr).toBe("");
    expect(joined(result.stdout)).toContain(found);
    expect(result.code).toBe(code);

    // What is printed is a policy, and has no error.
    const policy = write("crosscheck.policy.yaml", result.stdout);
    expect(await crosscheck("check", policy)).toMatchObject({ code: 0 });
  });

  // biome-ignore format: one fact per line
  const wrong = [
    ["no file",               ["--as", "cors"],             "it takes one file, and none was given"],
    ["no kind",               ["o.json"],                   "Add --as with one of cors, fastify-cors, hono-cors, koa-cors"],
    ["a kind that is none",   ["o.json", "--as", "coors"],  'there is no importer for "coors"; did you mean cors?'],
    ["a file that is none",   ["no.json", "--as", "cors"],  "There is no such file."],
    ["a file of another end", ["o.txt", "--as", "cors"],    "The end of the file's name does not say what kind it is."],
    ["a file of a list",      ["list.json", "--as", "cors"], "The file has no mapping of options."],
    ["broken syntax",         ["broken.json", "--as", "cors"], "broken.json:1:2: "],
    ["a function for all",    ["fn.js", "--as", "cors"],    "a function, which gives each request its own"],
  ] as const;

  test.each(wrong)("%s is wrong use", async (_why, argv, sentence) => {
    for (const [name, text] of [
      ["o.txt", "a"],
      ["list.json", "[]"],
      ["broken.json", "{a: 1}"],
      ["fn.js", "export default () => ({})"],
    ] as const) {
      write(name, text);
    }
    const found = argv.map((word) => (/\.\w+$/.test(word) ? join(folder, word) : word));
    const { code, stdout, stderr } = await crosscheck("import", ...found);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
  });

  test("--json is one object and nothing else", async () => {
    const file = write("o.json", '{ "origin": true, "credentials": true }');
    const { code, stdout, stderr } = await crosscheck("import", file, "--as", "cors", "--json");
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "crosscheck/import@1",
      file,
      as: "cors",
      policy: { version: 1, rules: [{ id: "imported", path: "/*", allowOrigins: [] }] },
      open: [expect.stringContaining("List the origins"), expect.stringContaining("List the request headers")],
    });
  });
});
