import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command } from "../../packages/survey/src/cli/survey.ts";
import { bufferIo } from "../buffer-io.ts";

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-survey-"));
  writeFileSync(at("empty"), "# nothing\n");
  writeFileSync(at("bad.gz"), Buffer.concat([gzipSync("example.com\n".repeat(1_000)).subarray(0, 40)]));
  writeFileSync(at("bad.zip"), "PK\u0003\u0004 and no more");
  writeFileSync(at("binary"), Buffer.from([1, 2, 0, 3, 10]));
  writeFileSync(at("refused.txt"), "http://127.0.0.1:1/\nnot a site\nhttp://127.0.0.1:1/\n");
  writeFileSync(at("other.txt"), "http://127.0.0.1:2/\n");
  writeFileSync(at("opt-out"), "example.com\nhttps://example.net/\n");
  mkdirSync(at("damaged"));
  writeFileSync(at("damaged/survey.sqlite"), "This is no database. ".repeat(20));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = bufferIo();
  const code = await command.run(
    argv.map((word) => word.replace(/^@/, `${folder}/`)),
    io,
  );
  return { code, ...io.text };
}

describe("what cannot be used is told in a sentence", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, argv: readonly string[], code: number, sentence: string])[] = [
    ["no command",                    [],                                                         2, "Usage: crosscheck survey"],
    ["an unknown command",            ["rum"],                                                    2, 'no command "rum"; there are: plan, run'],
    ["no output",                     ["run", "--list", "@empty"],                                2, "it needs --output FOLDER"],
    ["no list",                       ["run", "--output", "@a"],                                  2, "it needs --list FILE"],
    ["a list that is not there",      ["run", "--list", "@none", "--output", "@a"],               2, "cannot be read: ENOENT"],
    ["a list without a site",         ["run", "--list", "@empty", "--output", "@a"],              2, "has no site"],
    ["a gzip that ends early",        ["run", "--list", "@bad.gz", "--output", "@a"],             2, "cannot be read to its end"],
    ["a zip that is none",            ["run", "--list", "@bad.zip", "--output", "@a"],            2, "begins like a zip archive and is none"],
    ["a list that is no text",        ["run", "--list", "@binary", "--output", "@a"],             2, "line 1: this is not text"],
    ["a resolver that is no address", ["run", "--list", "@empty", "--output", "@a", "--resolver", "dns.example"], 2, "is not the address of a name server"],
    ["checks that are not there",     ["run", "--list", "@empty", "--output", "@a", "--checks", "some"],          2, "there are: all, cors"],
    ["an opt-out with a slip",        ["run", "--list", "@other.txt", "--output", "@a", "--opt-out", "@opt-out"], 2, 'line 2: "https://example.net/"'],
    ["a damaged database",            ["run", "--list", "@other.txt", "--output", "@damaged"],    3, "it is no SQLite database"],
    ["a folder without a run",        ["status", "@nowhere"],                                     2, "There is no survey in"],
    ["nothing to go on with",         ["run", "--resume", "--output", "@b"],                      2, "there is no run in"],
    ["Parquet to a terminal",         ["export", "@nowhere", "--format", "parquet"],              2, "Give --output FILE"],
  ];

  test.each(facts)("%s", async (_why, argv, code, sentence) => {
    const ended = await run(...argv);
    expect(ended.stderr).toContain(sentence);
    expect(ended).toMatchObject({ code, stdout: "" });
  });
});

test("a run keeps to its folder, its list and its checks", { timeout: 60_000 }, async () => {
  const first = await run("run", "--list", "@refused.txt", "--output", "@run", "--allow-private", "--processes", "1");
  expect(first).toMatchObject({ code: 0 });
  expect(first.stderr).toContain('--list, line 2: "not a site" is not a URL or a domain.');
  expect(first.stderr).toContain("1 sites (plain list), 1 named twice, 1 lines left out.");
  const again = await run("run", "--list", "@refused.txt", "--output", "@run");
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toContain("holds a run already");
  expect((await run("run", "--list", "@other.txt", "--output", "@run", "--resume")).stderr).toContain(
    "is not the list",
  );
  expect((await run("run", "--output", "@run", "--resume", "--checks", "cors")).stderr).toContain(
    "began with --checks all",
  );

  // Another run that is alive holds the folder; one that is dead does not.
  const lock = new DatabaseSync(at("run/run.lock"));
  lock.exec("BEGIN EXCLUSIVE");
  expect((await run("run", "--output", "@run", "--resume")).stderr).toContain("another run is writing");
  expect(JSON.parse((await run("status", "@run", "--json")).stdout)).toMatchObject({ state: "running", done: 1 });
  lock.close();
  expect(JSON.parse((await run("status", "@run", "--json")).stdout)).toMatchObject({
    state: "finished",
    classes: { refused: 1 },
  });
});

test("without --allow-private, this machine is counted and not asked", { timeout: 60_000 }, async () => {
  const list = at("private.txt");
  writeFileSync(list, "http://127.0.0.1:8080/\nhttp://10.0.0.1/\n");
  expect(await run("run", "--list", list, "--output", "@private", "--processes", "1")).toMatchObject({ code: 0 });
  expect(JSON.parse((await run("status", "@private", "--json")).stdout)).toMatchObject({
    classes: { "private-address": 2 },
  });
});
