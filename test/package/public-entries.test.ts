import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
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
    17_600,
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
    22_500,
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
    37_000,
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
  ["./node", 16_350, ["cors"]],
  ["./fetch", 15_650, ["cors"]],
  ["./express", 16_350, ["cors"]],
  ["./fastify", 16_750, ["cors"]],
  ["./koa", 16_350, ["cors"]],
  ["./hono", 16_800, ["cors"]],
  ["./h3", 16_900, ["cors"]],
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
    const bytes = await bundledBytes([`export * from ${JSON.stringify(entryFile(door))};`]);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(budget);
  });
});

describe("the main door, with all it exports", () => {
  const all = `export * from ${JSON.stringify(entryFile("."))};`;

  test("takes at most 15,850 bytes without the suffixes", async () => {
    expect(await bundledBytes([all], withoutSuffixes)).toBeLessThanOrEqual(15_850);
  });

  test("takes at most 14,400 bytes for who defines a policy and decides, suffixes included", async () => {
    const used = `export { decide, definePolicy } from ${JSON.stringify(entryFile("."))};`;
    expect(await bundledBytes([used])).toBeLessThanOrEqual(14_400);
  });

  // biome-ignore format: one adapter per line
  const adapters = [
    ["./fetch",   1_550],
    ["./node",    2_200],
    ["./express", 2_200],
    ["./koa",     2_200],
    ["./fastify", 2_550],
    ["./hono",    2_600],
    ["./h3",      2_700],
  ] as const;

  test.each(adapters)("%s adds at most %i bytes", async (door, most) => {
    const adapter = `export { cors } from ${JSON.stringify(entryFile(door))};`;
    expect((await bundledBytes([all, adapter])) - (await bundledBytes([all]))).toBeLessThanOrEqual(most);
  });
});

/** The suffix tables are a part of their own, which the platform chooses. */
const withoutSuffixes: Plugin = {
  name: "without suffixes",
  setup(build) {
    build.onLoad({ filter: /public-suffix-subset\.js$/ }, () => ({
      contents: 'export const suffixTable = { edition: "", complete: false, registries: "", hosting: "" };',
    }));
    build.onLoad({ filter: /platform-suffixes\.js$/ }, () => ({ contents: 'export const platforms = "";' }));
  },
};

/** Minified and gzipped, for a browser or a worker: without the condition "node". */
async function bundledBytes(lines: readonly string[], ...plugins: readonly Plugin[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: lines.join("\n"), resolveDir: packageFolder },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "neutral",
    external: ["node:*"],
    plugins: [...plugins],
  });
  return gzipSync(outputFiles[0]?.contents ?? "").length;
}

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
