import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository, run } from "./fresh-clone.ts";

const packageFolder = join(repository, "packages", "cors");

/**
 * The doors of the library: what each exports, and the most bytes that its bundle may take, minified and gzipped, with
 * everything it imports. A budget is raised by hand, with a reason in the commit.
 */
const doors: readonly (readonly [door: string, budget: number, names: readonly string[]])[] = [
  [
    ".",
    20_400,
    [
      "PolicyError",
      "applyDecision",
      "corsResponseHeaderNames",
      "decide",
      "decideAsync",
      "definePolicy",
      "describe",
      "describeChange",
      "describePath",
      "describeWithoutPlace",
      "diff",
      "parsePolicy",
      "policyResponder",
    ],
  ],
  [
    "./http",
    1_500,
    [
      "containsHeader",
      "extractHeaderListValues",
      "getHeader",
      "getHeaderValues",
      "isCorsSafelistedMethod",
      "isForbiddenMethod",
      "isResponse",
      "isToken",
      "missingVaryMembers",
      "normalizeHeaderValue",
      "normalizeMethod",
      "parseSerializedOrigin",
      "serializeOrigin",
      "trimOptionalWhitespace",
      "variesOn",
      "varyMembers",
      "withoutHeader",
    ],
  ],
  [
    "./browser",
    21_200,
    [
      "applyPreflightCacheChanges",
      "containsCorsUnsafeRequestHeaderByte",
      "corsCheck",
      "corsUnsafeRequestHeaderNames",
      "departuresOf",
      "describeVerdict",
      "fetchFromPage",
      "isCorsNonWildcardRequestHeaderName",
      "isCorsSafelistedRequestHeader",
      "isCorsSafelistedResponseHeaderName",
      "isForbiddenRequestHeader",
      "isForbiddenResponseHeaderName",
      "judge",
      "judgeAsync",
      "judgeInEngines",
      "parseMessage",
    ],
  ],
  [
    "./test",
    33_600,
    [
      "CookieJar",
      "CorsError",
      "assertAllowed",
      "assertBlocked",
      "fetchHandler",
      "matchers",
      "network",
      "nodeListener",
      "page",
    ],
  ],
  ["./node", 18_400, ["cors"]],
  ["./fetch", 17_900, ["cors"]],
  ["./express", 18_400, ["cors"]],
  ["./fastify", 18_800, ["cors"]],
  ["./koa", 18_400, ["cors"]],
  ["./hono", 18_600, ["cors"]],
  ["./h3", 19_000, ["cors"]],
];

let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "crosscheck-package-"));
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test("the table has every public entry", () => {
  const { exports } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  expect(doors.map(([door]) => door)).toEqual(Object.keys(exports));
});

describe.each(doors)("@crosscheck/cors %s", (door, budget, names) => {
  test("exports what it promises", async () => {
    const module = await import(entryFile(door));
    expect(Object.keys(module).sort()).toEqual([...names].sort());
  });

  test(`takes at most ${budget} bytes`, async () => {
    const { outputFiles } = await build({
      entryPoints: [entryFile(door)],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "neutral",
      external: ["node:*"],
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? "").length;
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(budget);
  });
});

/** The built file behind an entry. */
function entryFile(door: string): string {
  const { exports } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  return join(packageFolder, exports[door].default);
}

test("publint has nothing to say about either package", async () => {
  for (const name of ["cors", "toolkit"]) {
    const { messages, pkg } = await publint({ pkgDir: join(repository, "packages", name), level: "suggestion" });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  }
});

test("installing @crosscheck/cors installs exactly one package", { timeout: 120_000 }, async () => {
  const packed = run("npm", ["pack", "--json", "--pack-destination", work], packageFolder);
  expect(packed.status, packed.stderr).toBe(0);
  const tarball = readdirSync(work).find((file) => file.endsWith(".tgz")) ?? "";
  const project = mkdtempSync(join(work, "project-"));
  const installed = run("npm", ["install", "--offline", "--prefix", project, join(work, tarball)], project);
  expect(installed.status, installed.stderr).toBe(0);

  const lock = JSON.parse(readFileSync(join(project, "node_modules", ".package-lock.json"), "utf8"));
  expect(Object.keys(lock.packages)).toEqual(["node_modules/@crosscheck/cors"]);

  // And it works from there, under the machine's own Node.
  const script = `import { definePolicy, decide } from "@crosscheck/cors";
    const policy = definePolicy({ allowOrigins: ["https://app.example"] });
    console.log(decide(policy, { method: "GET", target: "/", headers: [["Origin", "https://app.example"]] }).kind);`;
  expect(run("node", ["--input-type=module", "-e", script], project)).toMatchObject({ status: 0, stdout: "actual\n" });
});

test("the lock file names no registry", () => {
  expect(readFileSync(join(repository, "package-lock.json"), "utf8")).not.toMatch(/https?:\/\/[^"]*\.tgz/);
});
