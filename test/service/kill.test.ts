import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { killRun } from "./kill-run.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-kill-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

// Ten thousand: npm run test:service -- --scans 10000 --kills 12
test("a service that is killed twice loses none of 100 accepted scans, and doubles none", async () => {
  const run = await killRun(folder, 100, 2);
  expect(run).toMatchObject({ kills: 2, lost: 0, wrong: 0, doubled: 0, unfinished: 0, storedTwice: 0 });
  expect(run.accepted).toBeGreaterThanOrEqual(100);
}, 120_000);
