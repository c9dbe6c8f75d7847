import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { causeTexts, isAboutCors, sortCauses } from "../../packages/toolkit/src/explain/cause.ts";
import { repository } from "../package/fresh-clone.ts";

const page = readFileSync(join(repository, "docs", "explain.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "crosscheck-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each command, and what the page says that it prints. */
const examples = [
  ...page.matchAll(/^```sh\n(npx crosscheck explain .*)\n```\n[\s\S]*?^```text\n([\s\S]*?)^```$/gm),
].map(([, command = "", printed = ""]) => ({ command, printed }));

test.each(examples)("$command", ({ command, printed }) => {
  const [, answer = ""] = /^```http\n([\s\S]*?)^```$/m.exec(page) ?? [];
  writeFileSync(join(folder, "answer.txt"), answer);
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
  const { stdout } = spawnSync(process.execPath, [launcher, ...words.slice(2)], { cwd: folder, encoding: "utf8" });
  expect(stdout.trimEnd()).toBe(printed.trimEnd());
});

test("the page has two examples, and every cause with its title", () => {
  expect(examples).toHaveLength(2);
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.*) \| (yes|no) \|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(
    sortCauses(Object.keys(causeTexts) as (keyof typeof causeTexts)[]).map((cause) => [
      cause,
      causeTexts[cause].title,
      isAboutCors([cause]) ? "yes" : "no",
    ]),
  );
});
