import { spawnSync } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../package/fresh-clone.ts";

const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");

describe.runIf(existsSync("/dev/full"))("a disk that is full", () => {
  test("is one sentence and no verdict's exit code", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [launcher, "scan", "--help"], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    expect(status).toBe(70);
    expect(stderr).toMatch(/^crosscheck: the output cannot be written: ENOSPC.*\n$/);
  });
});

test("a number below zero is a value, and out of range", () => {
  const { status, stderr } = spawnSync(process.execPath, [launcher, "scan", "example.com", "--concurrency", "-1"], {
    encoding: "utf8",
  });
  expect(status).toBe(2);
  expect(stderr).toContain('--concurrency "-1" is not a number from 1 to 100');
});
