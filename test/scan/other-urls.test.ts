import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../packages/toolkit/src/cli/main.ts";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { bufferIo } from "../buffer-io.ts";
import { type LoopbackSite, loopbackSite, type SiteAnswer } from "../loopback-site.ts";

const sites: LoopbackSite[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-scan-"));
});

afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function scanSite(
  answer: Parameters<typeof loopbackSite>[0],
  ...argv: readonly string[]
): Promise<{ readonly report: ScanReport; readonly site: LoopbackSite; readonly exitCode: number }> {
  const site = await loopbackSite(answer);
  sites.push(site);
  const io = bufferIo({ env: { CROSSCHECK_DATA: join(folder, "results.sqlite") } });
  const exitCode = await run(["scan", site.url, "--allow-private", "--json", ...argv], io);
  expect(io.text.stderr).toBe("");
  return { report: JSON.parse(io.text.stdout) as ScanReport, site, exitCode };
}

function echo({ headers }: IncomingMessage): SiteAnswer {
  if (headers.origin === undefined) return { status: 200, headers: [["Vary", "Origin"]] };
  const allow = ["Access-Control-Allow-Origin", headers.origin] as const;
  return { status: 200, headers: [allow, ["Access-Control-Allow-Credentials", "true"], ["Vary", "Origin"]] };
}

const page = (text: string): SiteAnswer => ({ status: 200, headers: [["Content-Type", "text/html"]], body: text });
const none: SiteAnswer = { status: 200 };

describe("what only some requests show", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, answer: Parameters<typeof loopbackSite>[0], argv: readonly string[], checks: readonly string[]])[] = [
    ["a path that is named",                    (request) => (request.url === "/api/me" ? echo(request) : none),             ["--path", "/api/me"],   ["reflects-any-origin"]],
    ["a path that nobody names",                (request) => (request.url === "/api/me" ? echo(request) : none),             [],                      []],
    ["a path that a script of the page names",  (request) => (request.url === "/api/me" ? echo(request) : page("<script>fetch('/api/me').then(show)</script>")), [], ["reflects-any-origin"]],
    ["a path that a link of the page names",    (request) => (request.url === "/data?a=1&b=2" ? echo(request) : page('<a href="/data?a=1&amp;b=2">data</a>')), [], ["reflects-any-origin"]],
    ["a link that ends the session is not followed", (request) => (request.url === "/logout" ? echo(request) : page('<a href="/logout">Log out</a>')), [], []],
    ["POST alone",                              (request) => (request.method === "POST" ? echo(request) : none),             ["--method", "post"],    ["reflects-any-origin"]],
    ["POST alone, asked by GET",                (request) => (request.method === "POST" ? echo(request) : none),             [],                      []],
    ["with a session's cookie",                 (request) => (request.headers.cookie === "sid=1; a=b" ? echo(request) : none), ["--cookie", "sid=1; a=b"], ["reflects-any-origin"]],
    ["with a token",                            (request) => (request.headers.authorization === "Bearer x" ? echo(request) : none), ["--header", "Authorization: Bearer x"], ["reflects-any-origin"]],
    ["with the cookie that the site itself sets", (request) => (request.headers.cookie === "sid=7" ? echo(request) : { status: 200, headers: [["Set-Cookie", "sid=7; SameSite=None; Secure; Path=/"], ["Vary", "Origin, Cookie"]] }), [], ["reflects-any-origin"]],
  ];

  test.each(facts)("%s", async (_why, answer, argv, checks) => {
    const { report, site, exitCode } = await scanSite(answer, ...argv);
    expect(report.findings.map(({ check }) => check)).toEqual(checks);
    expect(report.verdict).toBe(checks.length > 0 ? "failed" : "passed");
    expect(report.cors.enabled).toBe(checks.length > 0);
    expect(exitCode).toBe(checks.length > 0 ? 1 : 0);
    // A site without CORS is asked eight times at most, links of its page included.
    if (checks.length === 0) expect(site.asked.length).toBeLessThanOrEqual(8);
    expect(site.asked.length).toBeLessThanOrEqual(40);
  });

  test("a finding says which URL it is about", async () => {
    const { report, site } = await scanSite(
      (request) => (request.url === "/api/me" ? echo(request) : none),
      "--path",
      "/api/me",
    );
    expect(report.findings[0]?.url).toBe(new URL("/api/me", site.url).href);
  });
});

test("a session goes to the site it was given for, and is not in the report", async () => {
  const elsewhere = await loopbackSite(() => ({ status: 200 }));
  sites.push(elsewhere);
  const { report, site } = await scanSite(
    () => ({ status: 302, headers: [["Location", elsewhere.url]] }),
    "--cookie",
    "sid=secret",
    "--header",
    "X-Token: hidden",
  );
  expect(site.asked.map(({ cookie }) => cookie)).toEqual(["sid=secret"]);
  expect(elsewhere.asked.length).toBeGreaterThan(1);
  expect(elsewhere.asked.every(({ cookie }) => cookie === null)).toBe(true);
  expect(JSON.stringify(report)).not.toMatch(/secret|hidden/);
});
