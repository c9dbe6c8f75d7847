import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainEnvironment, repository } from "./fresh-clone.ts";

/** The launcher alone in an empty folder, with a main module that says which Node runs it. */
let folder: string;
let launcher: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-launcher-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  launcher = join(folder, "bin", "crosscheck.js");
  copyFileSync(join(repository, "packages", "toolkit", "bin", "crosscheck.js"), launcher);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A Node that says it is 20, whichever one the machine has. */
const sayTwenty =
  "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})";

function launch(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["--import", sayTwenty, launcher, ...args], {
    env: plainEnvironment,
    encoding: "utf8",
  });
}

function writeMain(): void {
  mkdirSync(join(folder, "dist", "cli"), { recursive: true });
  writeFileSync(
    join(folder, "dist", "cli", "main.js"),
    "export async function run(args) { console.log(process.versions.node, ...args); return 3; }",
  );
}

/** A `node` package whose binary is this run's Node, under another version number. */
function installNodePackage(version: string): void {
  mkdirSync(join(folder, "node_modules", "node", "bin"), { recursive: true });
  writeFileSync(join(folder, "node_modules", "node", "package.json"), JSON.stringify({ name: "node", version }));
  copyFileSync(process.execPath, join(folder, "node_modules", "node", "bin", "node"));
}

describe("under a Node older than 24", () => {
  test("without a newer one beside it: one sentence, exit 2", () => {
    writeMain();
    const { status, stdout, stderr } = launch("--version");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^crosscheck needs Node 24 or newer, and this is Node 20\.20\.2: .*\n$/);
  });

  test("the node package's binary runs it: arguments and exit code pass through", () => {
    writeMain();
    installNodePackage("24.21.0");
    expect(launch("scan", "--json")).toMatchObject({
      status: 3,
      stdout: `${process.versions.node} scan --json\n`,
      stderr: "",
    });
  });

  test("a node package that is too old is no help", () => {
    writeMain();
    installNodePackage("22.0.0");
    expect(launch("--version").status).toBe(2);
  });
});

test("not built yet: one sentence, exit 2", () => {
  const { status, stderr } = spawnSync(process.execPath, [launcher], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain('is missing. Run "npm run build" first.');
});

test("a new enough Node runs it directly", () => {
  writeMain();
  const { status, stdout } = spawnSync(process.execPath, [launcher, "a b"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 3, stdout: `${process.versions.node} a b\n` });
});

// biome-ignore format: one fact per line
const pools = [
  ["names are looked up in many threads, or a few silent ones would keep all others waiting", {},                          256],
  ["whoever sets another number has it",                                                      { UV_THREADPOOL_SIZE: "6" }, 6],
] as const;

test.runIf(process.platform === "linux").each(pools)("%s", (_why, environment, threads) => {
  mkdirSync(join(folder, "dist", "cli"), { recursive: true });
  writeFileSync(
    join(folder, "dist", "cli", "main.js"),
    `import { lookup } from "node:dns/promises";
    import { readdirSync } from "node:fs";
    const count = () => readdirSync("/proc/self/task").length;
    export async function run() {
      const before = count();
      await lookup("localhost");
      console.log(count() - before);
      return 0;
    }`,
  );
  const env = { ...plainEnvironment, ...environment };
  const { stdout, stderr } = spawnSync(process.execPath, [launcher], { encoding: "utf8", env });
  expect({ started: Number(stdout), stderr }).toEqual({ started: threads, stderr: "" });
});
