import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { optOutFile } from "./opt-out-file.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-opt-out-"));
  file = join(folder, "opt-out.txt");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As an editor does it: another file takes the name. */
function write(text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

test("a change is known at the next use; a mistake is told, and the last good list goes on", () => {
  const warnings: string[] = [];
  write("example.com\n");
  const list = optOutFile(file, (sentence) => warnings.push(sentence));
  expect([...list().names]).toEqual(["example.com"]);
  write("example.com\nexample.org\n");
  expect([...list().names]).toEqual(["example.com", "example.org"]);
  write("example.com\nhttp://\n");
  expect([...list().names]).toEqual(["example.com", "example.org"]);
  expect([...list().names]).toEqual(["example.com", "example.org"]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("opt-out.txt:2:");
  rmSync(file);
  expect([...list().names]).toEqual(["example.com", "example.org"]);
  write("example.net\n");
  expect([...list().names]).toEqual(["example.net"]);
});

test("without a good list there is no beginning", () => {
  expect(() => optOutFile(file, () => {})).toThrow(/no such file/);
  write("a b\nc d\n");
  expect(() => optOutFile(file, () => {})).toThrow(/opt-out\.txt:1:.*\n.*opt-out\.txt:2:/);
});
