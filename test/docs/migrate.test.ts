import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../packages/toolkit/src/cli/main.ts";
import { bufferIo } from "../buffer-io.ts";

const page = readFileSync(new URL("../../docs/migrate.md", import.meta.url), "utf8");

/** Each example of options, the exit code that it shows, and the words or the policy that follow it. */
const examples = [
  ...page.matchAll(/^```js (\S+) ([01])\n([\s\S]*?)^```\n[^`]*?^```(text|yaml)\n([\s\S]*?)^```$/gm),
].map(([, kind = "", code = "", options = "", form = "", shown = ""]) => ({
  kind,
  code: Number(code),
  options,
  form,
  shown,
}));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-migrate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the examples of docs/migrate.md", () => {
  test("are there, each with what comes of it", () => {
    expect(examples.length).toBe(page.match(/^```js /gm)?.length);
    expect(examples.length).toBeGreaterThan(5);
  });

  test.each(examples.map((example, index) => ({ index, ...example })))("$kind: $options", async (example) => {
    const file = join(folder, `options-${example.index}.mjs`);
    writeFileSync(file, example.options);
    const asText = bufferIo();
    expect(await run(["import", file, "--as", example.kind], asText)).toBe(example.code);
    if (example.form === "yaml") {
      expect(asText.text.stdout.replace(/^#.*\n/gm, "")).toBe(example.shown);
      return;
    }
    const asJson = bufferIo();
    await run(["import", file, "--as", example.kind, "--json"], asJson);
    expect(JSON.parse(asJson.text.stdout).allowed).toEqual(expect.arrayContaining(example.shown.trim().split("\n")));
  });
});
