import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPolicyFile } from "../../packages/toolkit/src/policy-file/read-policy-file.ts";
import { repository } from "../package/fresh-clone.ts";

const page = readFileSync(join(repository, "README.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));
const codeIn = (language: string): string[] =>
  blocks.filter((block) => block.language === language).map(({ code }) => code);

const commands = codeIn("sh")
  .flatMap((code) => code.split("\n"))
  .map((line) => line.replace(/\s+#.*$/, ""))
  .filter((line) => line.startsWith("npx crosscheck "));

test("the page names commands to try", () => {
  expect(commands.length).toBeGreaterThan(5);
});

test.each(commands)("%s: the command is there, with these options", (line) => {
  const [, , command = "", ...words] = line.split(" ");
  const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
  const { status, stdout } = spawnSync(process.execPath, [launcher, command, "--help"], { encoding: "utf8" });
  expect(status).toBe(0);
  for (const option of words.filter((word) => word.startsWith("--"))) expect(stdout).toContain(option);
});

test("its npm scripts are there", () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  for (const [, name = ""] of page.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([name]);
});

/** A file inside the repository, where a program finds the packages. */
async function withFile(name: string, text: string, use: (file: string) => unknown): Promise<void> {
  const folder = mkdtempSync(join(repository, "test", "docs", ".readme-"));
  try {
    writeFileSync(join(folder, name), text);
    await use(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each(codeIn("yaml"))("its policy has no problem", async (code) => {
  await withFile("crosscheck.policy.yaml", code, async (file) => {
    expect((await readPolicyFile(file, { now: new Date() })).problems).toEqual([]);
  });
});

test.each(codeIn("ts"))("its program runs, and says what the comment says", async (code) => {
  const once = code.replace(/\.listen\(3000\)/, ".listen(0, function () { this.close(); })");
  const [, name] = /const (verdict|error) =/.exec(code) ?? [];
  const shown = name === undefined ? "" : `\nconsole.log(JSON.stringify(${name}));`;
  await withFile("program.ts", once + shown, (file) => {
    const args = ["-C", "@crosscheck/source", file];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 20_000 });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const promised = [...code.matchAll(/(type|reason|spec): "([^"]+)"/g)];
    for (const [, key = "", value] of promised) expect(JSON.parse(stdout)[key]).toBe(value);
  });
});

test("its links lead somewhere", () => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect(existsSync(join(repository, link)), link).toBe(true);
});
