import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../packages/toolkit/src/cli/main.ts";
import { bufferIo } from "../buffer-io.ts";

/** What programs outside rely on: the shape of reports and the exit codes, as the interface writes them. */
let folder: string;
const servers: Server[] = [];
const urls: Record<string, string> = { nowhere: "http://127.0.0.1:9/" };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-interface-"));
  const low = (origin: string | undefined) => origin === undefined || /^https?:\/\/127\.0\.0\.1(?::\d+)?$/.test(origin);
  const kinds: Record<string, (origin: string | undefined) => Record<string, string>> = {
    good: () => ({}),
    bad: (origin) => ({
      "Access-Control-Allow-Origin": origin ?? "null",
      "Access-Control-Allow-Credentials": "true",
      Vary: "Origin",
    }),
    // Any port of the host: a low finding, and nothing worse.
    "low-site": (origin) => ({
      Vary: "Origin",
      ...(low(origin) && origin !== undefined
        ? { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true" }
        : {}),
    }),
    "info-site": () => ({ "Access-Control-Allow-Origin": "https://app.example.com", "Access-Control-Max-Age": "1" }),
    broken: () => ({ "Access-Control-Allow-Origin": "https://*.example.com" }),
  };
  for (const [name, headers] of Object.entries(kinds)) {
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/" ? 200 : 404, headers(request.headers.origin));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }
});

afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

async function scan(...argv: readonly string[]) {
  const io = bufferIo({ env: { CROSSCHECK_DATA: join(folder, "results.sqlite") } });
  const exitCode = await run(["scan", "--allow-private", ...argv.map((word) => urls[word] ?? word)], io);
  return { exitCode, ...io.text };
}

describe("exit codes", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["passed",                                   ["good"],                                     0],
    ["failed",                                   ["bad"],                                      1],
    ["broken",                                   ["broken"],                                   1],
    ["could not be tested",                      ["nowhere"],                                  3],
    ["failed goes before could not be tested",   ["nowhere", "bad", "good"],                   1],
    ["could not be tested goes before passed",   ["good", "nowhere"],                          3],
    ["never turns off the 1 of a verdict",       ["bad", "--fail-on", "never"],                0],
    ["never leaves the 3",                       ["bad", "nowhere", "--fail-on", "never"],     3],
    ["a low finding passes",                     ["low-site"],                                      0],
    ["unless it is asked about",                 ["low-site", "--fail-on", "low"],                  1],
    ["or info, which is below it",               ["low-site", "--fail-on", "info"],                 1],
    ["and high is above it",                     ["low-site", "--fail-on", "high"],                 0],
    ["a failed verdict fails whatever is asked", ["bad", "--fail-on", "critical"],             1],
    ["wrong use goes before everything",         ["bad", "--fail-on", "sometimes"],            2],
  ] as const;

  test.each(facts)("%s", async (_why, argv, exitCode) => {
    expect((await scan(...argv)).exitCode).toBe(exitCode);
  });

  test.each(["text", "json", "ndjson", "sarif", "junit", "markdown", "html"])(
    "the same in --format %s",
    async (format) => {
      expect((await scan("bad", "good", "--format", format)).exitCode).toBe(1);
      expect((await scan("nowhere", "--format", format)).exitCode).toBe(3);
    },
  );
});

describe("crosscheck/scan@1", () => {
  const keys = [
    "schema",
    "target",
    "finalUrl",
    "scannedAt",
    "cached",
    "cors",
    "verdict",
    "tests",
    "findings",
    "redirects",
    "requests",
    "durationMs",
  ];
  const levels = ["vulnerable", "conditional", "write-only", "public", "broken", "info"];
  const severities = ["critical", "high", "medium", "low", "info"];
  const attackers = ["cross-site", "same-site", "network", "cache", "local", "none"];

  test.each(["good", "bad", "low-site", "info-site", "broken", "nowhere"])(
    "every member of %s, with the values that it may have",
    async (name) => {
      const report = JSON.parse((await scan(name, "--json")).stdout);
      expect(Object.keys(report)).toEqual(expect.arrayContaining(keys));
      expect(report).toMatchObject({ schema: "crosscheck/scan@1", target: urls[name], cached: false });
      expect(new Date(report.scannedAt).toISOString()).toBe(report.scannedAt);
      expect(typeof report.cors.enabled).toBe("boolean");
      for (const [header, values] of Object.entries(report.cors.headers)) {
        expect(header).toBe(header.toLowerCase());
        expect(Array.isArray(values)).toBe(true);
      }
      expect(["passed", "failed", "inconclusive"]).toContain(report.verdict);
      expect(report.tests[0]).toMatchObject({ id: "cross-origin-resource-sharing", verdict: report.verdict });
      for (const { id, verdict, summary, cause } of report.tests) {
        expect(id).toMatch(/^[a-z][a-z-]+$/);
        expect(["passed", "failed", "not-applicable", "inconclusive"]).toContain(verdict);
        expect(summary.length).toBeGreaterThan(10);
        expect([undefined, "unsafe", "broken"]).toContain(cause);
      }
      for (const finding of report.findings) {
        expect(levels).toContain(finding.level);
        expect(severities).toContain(finding.severity);
        expect(attackers).toContain(finding.attacker);
        expect(finding.fix.general.length).toBeGreaterThan(10);
        expect(finding.evidence.length).toBeGreaterThan(0);
        expect(finding.spec).toMatch(/^https:/);
        expect(finding).toEqual(
          expect.objectContaining({
            check: expect.any(String),
            url: expect.stringMatching(/^http/),
            message: expect.any(String),
            cwe: expect.any(Array),
            fingerprint: expect.any(String),
          }),
        );
      }
      expect(Number.isInteger(report.requests) && Number.isInteger(report.durationMs)).toBe(true);
    },
  );

  test.each([
    ["without the slash", (url: string) => url.slice(0, -1)],
    ["with a fragment", (url: string) => `${url}#top`],
    ["in capitals", (url: string) => url.toUpperCase()],
    ["without its scheme", (url: string) => url.slice("http://".length)],
  ])("target is the input exactly as given: %s", async (_why, write) => {
    const given = write(urls.good ?? "");
    expect(JSON.parse((await scan(given, "--json")).stdout).target).toBe(given);
  });

  test("one URL is an object, from a list too; several are an array in the order given", async () => {
    const list = join(folder, "list.txt");
    writeFileSync(list, `${urls.good}\n`);
    expect(JSON.parse((await scan("--list", list, "--json")).stdout).target).toBe(urls.good);
    const several = JSON.parse((await scan("bad", "good", "nowhere", "--json")).stdout);
    expect(several.map(({ target }: { target: string }) => target)).toEqual([urls.bad, urls.good, urls.nowhere]);
  });
});

test("ndjson has each as it finishes, not as it was given", async () => {
  let release = () => {};
  const waiting = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = createServer(async (_request, response) => {
    await waiting;
    response.end();
  });
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  servers.push(slow);
  const first = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`;
  const io = bufferIo({ env: { CROSSCHECK_DATA: join(folder, "results.sqlite") } });
  const write = io.stdout.write.bind(io.stdout);
  const stdout = {
    write: (text: string) => {
      // The fast one is written while the slow one still waits.
      release();
      return write(text);
    },
  };
  await run(["scan", "--allow-private", first, urls.good ?? "", "--format", "ndjson"], { ...io, stdout });
  const targets = io.text.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).target);
  expect(targets).toEqual([urls.good, first]);
});
