import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { run } from "./main.ts";

let taken: number;
let folder: string;
const occupant = createServer();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-serve-"));
  await new Promise<void>((resolve) => occupant.listen(0, "127.0.0.1", resolve));
  taken = (occupant.address() as AddressInfo).port;
});

afterAll(() => {
  occupant.close();
  rmSync(folder, { recursive: true, force: true });
});

test("serve: every mistake at once", async () => {
  const io = bufferIo({ env: { CROSSCHECK_DATA: folder } });
  expect(await run(["serve", "example.com", "--port", "x", "--public", "--grace", "soon", "--queue", "-1"], io)).toBe(
    2,
  );
  expect(io.text.stderr.trimEnd().split("\n")).toHaveLength(4);
});

describe.each(["demo", "serve"])("crosscheck %s", (command) => {
  // biome-ignore format: one fact per line
  const mistakes = [
    ["an argument",             ["example.com"],       'it takes no argument, and "example.com" was given'],
    ["a port that is no number", ["--port", "http"],   '"http" is no port. Write a number from 0 to 65535'],
    ["a port that is too high", ["--port", "65536"],   '"65536" is no port'],
    ["a negative port",         ["--port=-1"],         '"-1" is no port'],
    ["an unknown option",       ["--prot", "1"],       "there is no option --prot. Did you mean --port?"],
  ] as const;

  test.each(mistakes)("%s", async (_why, argv, sentence) => {
    const io = bufferIo();
    expect(await run([command, ...argv], io)).toBe(2);
    expect(io.text.stderr).toContain(sentence);
    expect(io.text.stderr).toMatch(new RegExp(`^crosscheck ${command}: `));
    expect(io.text.stdout).toBe("");
  });

  test("a port that is taken", async () => {
    const io = bufferIo({ env: { CROSSCHECK_DATA: folder } });
    expect(await run([command, "--port", String(taken)], io)).toBe(2);
    expect(io.text.stderr).toContain(
      `127.0.0.1:${taken} is in use by another program. Choose another port with --port`,
    );
  });
});

test("demo: ports that go past the last one", async () => {
  const io = bufferIo();
  expect(await run(["demo", "--port", "65530"], io)).toBe(2);
  expect(io.text.stderr).toContain("consecutive ports from 65530 on go past 65535");
});

// biome-ignore format: one fact per line
const hosts = [
  ["an address of no interface",   ["--host", "203.0.113.7"],         "203.0.113.7 is not an address of this machine"],
  ["a name that does not resolve", ["--host", "no-such-host.invalid"], '"no-such-host.invalid" does not resolve'],
  ["an option of a public service", ["--contact", "a@b.example"],     "--contact is for a service that others use. Add --public"],
  ["a URL that is no origin",      ["--public", "--public-url", "https://cors.example/scan"], '"https://cors.example/scan" is not where a server is'],
  ["a proxy by its name",          ["--public", "--trusted-proxy", "proxy"], '"proxy" is no address or network'],
  ["a quota of nothing",           ["--public", "--quota", "host=0"],  '"host=0" is no quota. Write how many an hour'],
  ["a quota of something else",    ["--public", "--quota", "hosts=5"], "there are requester, host, address, text"],
  ["no scans at once",             ["--public", "--concurrency", "0"], '"0" is no number from 1 to 100'],
  ["a list that is not there",     ["--public", "--opt-out", "/nowhere/list"], "the opt-out list cannot be read. ENOENT"],
] as const;

test.each(hosts)("serve: %s", async (_why, argv, sentence) => {
  const io = bufferIo({ env: { CROSSCHECK_DATA: folder } });
  expect(await run(["serve", "--port", "0", ...argv], io)).toBe(2);
  expect(io.text.stderr).toContain(sentence);
});

test("serve: says where it is, answers, and ends at a signal", async () => {
  const io = bufferIo({ env: { CROSSCHECK_DATA: folder } });
  const running = run(["serve", "--port", "0", "--demo"], io);
  while (!io.text.stdout.includes("Ctrl-C")) await new Promise((resolve) => setTimeout(resolve, 10));
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+\//.exec(io.text.stdout) ?? [];
  expect(io.text.stdout).toMatch(/^Crosscheck is at http:\/\/127\.0\.0\.1:\d+\/\n\d+ demo sites from http/);
  const home = await (await fetch(url)).text();
  expect(home).toContain("Check your CORS");
  expect(home).toContain("Try it on a demo site");
  process.emit("SIGTERM");
  expect(await running).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});
