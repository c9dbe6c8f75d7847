import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository } from "../architecture/imports.ts";
import { linesOf, listen, send } from "../raw-http.ts";
import { requireProgram } from "../requirements.ts";
import { apache } from "./apache.ts";
import { guideServers } from "./guide-servers.ts";
import { nginx } from "./nginx.ts";
import type { RunningServer } from "./server-process.ts";
import { upstream as careless } from "./upstream.ts";

const installed = [requireProgram(nginx.binary, "nginx"), requireProgram(apache.binary, "apache2")].every(Boolean);

describe.runIf(installed)("crosscheck scan, of real servers", () => {
  let data: string;

  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), "crosscheck-guide-"));
  });

  afterAll(() => rmSync(data, { recursive: true, force: true }));

  test.each(guideServers)("$name: $verdict, $check", async ({ verdict, check, start }) => {
    const server = await start();
    try {
      const url = `http://127.0.0.1:${server.port}/`;
      const { exitCode, stdout } = await crosscheck(["scan", url, "--allow-private", "--json"], data);
      const report = JSON.parse(stdout);
      expect(report).toMatchObject({ schema: "crosscheck/scan@1", target: url, verdict, cors: { enabled: true } });
      expect(exitCode).toBe(verdict === "failed" ? 1 : 0);
      expect(report.tests[0]).toMatchObject({ id: "cross-origin-resource-sharing", verdict });
      // Both snippets break what they were meant for; neither lets anybody in.
      expect(report.tests[0].cause).toBe(verdict === "failed" ? "broken" : undefined);
      const found = report.findings.filter(isFault).map((finding: { check: string }) => finding.check);
      expect(found).toEqual(check === null ? [] : [check]);
    } finally {
      await server.stop();
    }
  });
});

/** The rest is remarks. */
function isFault({ level }: { readonly level: string }): boolean {
  return level !== "info";
}

/** The built command line in a process of its own. */
function crosscheck(args: readonly string[], data: string): Promise<{ exitCode: unknown; stdout: string }> {
  const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
  const env = { ...process.env, CROSSCHECK_DATA: data };
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, ...args], { env }, (error, stdout, stderr) => {
      process.stderr.write(stderr);
      resolve({ exitCode: error === null ? 0 : error.code, stdout });
    });
  });
}

const allowed = "https://app.example.com";

// biome-ignore format: one fact per line
const facts = [
  // server               why                                                    request            status  Access-Control-Allow-Origin
  ["the guide's nginx",  "grants everybody, without credentials",                "GET /",               200, ["*"]],
  ["the guide's nginx",  "answers a preflight of a file with 405, bare",         "OPTIONS /",           405, []],
  ["the guide's nginx",  "grants nothing on an error",                           "GET /missing",        404, []],
  ["the guide's nginx",  "doubles what an application says",                     "GET /app/x",          200, ["*", "*"]],
  ["the guide's Apache", "grants everybody",                                     "GET /",               200, ["*"]],
  ["the guide's Apache", "answers a preflight of a file",                        "OPTIONS /",           200, ["*"]],
  ["the guide's Apache", "grants nothing on an error",                           "GET /missing",        404, []],
  ["our nginx",          "grants a listed origin",                               "GET /",               200, [allowed]],
  ["our nginx",          "answers a preflight",                                  "OPTIONS /",           204, [allowed]],
  ["our nginx",          "grants on an error too",                               "GET /missing",        404, [allowed]],
  ["our nginx",          "speaks for an application that does CORS itself",      "GET /app/x",          200, [allowed]],
  ["our nginx",          "speaks for it on its errors",                          "GET /app/status/500", 500, [allowed]],
  ["our Apache",         "grants a listed origin",                               "GET /",               200, [allowed]],
  ["our Apache",         "answers a preflight",                                  "OPTIONS /",           204, [allowed]],
  ["our Apache",         "grants on an error too",                               "GET /missing",        404, [allowed]],
  ["our Apache",         "speaks for an application that does CORS itself",      "GET /app/x",          200, [allowed]],
  ["our Apache",         "speaks for it on its errors",                          "GET /app/status/500", 500, [allowed]],
] as const;

describe.runIf(installed)("a real server", () => {
  let application: { readonly port: number; readonly server: Server };
  const running = new Map<string, RunningServer>();

  beforeAll(async () => {
    application = await listen(careless);
    for (const { name, start } of guideServers) running.set(name, await start(application.port));
  });

  afterAll(async () => {
    for (const server of running.values()) await server.stop();
    application?.server.close();
  });

  test.each(facts)("%s %s", async (name, _why, request, status, allowOrigin) => {
    const headers = [["Origin", allowed] as const, ["Access-Control-Request-Method", "PUT"] as const];
    const answer = await send(running.get(name)?.port ?? 0, request, headers);
    expect(answer.status).toBe(status);
    expect(linesOf(answer, "Access-Control-Allow-Origin")).toEqual(allowOrigin);
  });

  test("the guide's Apache sends three CORS headers on an error, and not the one that counts", async () => {
    const { headers } = await send(running.get("the guide's Apache")?.port ?? 0, "GET /missing", [["Origin", allowed]]);
    const names = headers.map(([name]) => name).filter((name) => name.startsWith("Access-Control-"));
    expect(names.sort()).toEqual([
      "Access-Control-Allow-Headers",
      "Access-Control-Allow-Methods",
      "Access-Control-Max-Age",
    ]);
  });
});
