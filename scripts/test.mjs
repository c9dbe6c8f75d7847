// `npm test`: sets everything up, runs every suite, and ends with one line: `N passed, M failed`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureDebianPackages } from "./debian-packages.mjs";
import { ensureInstalled, environment, repository, run } from "./setup.mjs";

const inCi = process.env.CI === "true" || process.env.CI === "1";
const results = join(repository, ".cache", "test-results");
let passed = 0;
let failed = 0;
const notes = [];

ensureInstalled();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const missing = ensureDebianPackages(
  JSON.parse(readFileSync(join(repository, "test", "debian-packages.json"), "utf8")),
);
if (missing.length > 0) {
  notes.push(
    `NOT RUN: the suites that need ${missing.join(", ")}. ` +
      `Get them with: sudo apt-get install --no-install-recommends ${missing.join(" ")}`,
  );
  if (inCi) failed += missing.length;
}

step("build and type tests", () => run("tsc", ["-b"]));
step("lint and format", () => run("biome", ["ci", "."]));
step("unused files, exports and dependencies", () => run("knip", []));
suite("every suite", "all.json", environment, ["run"]);
const own = systemNode();
suite(`the library under ${own.version}`, "library.json", { ...process.env, PATH: own.path }, [
  "run",
  "--config",
  "vitest.library.config.ts",
]);

for (const note of notes) process.stdout.write(`\n${note}\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

/** One command that passes or fails as a whole. */
function step(name, command) {
  process.stdout.write(`\n── ${name}\n`);
  if (command() === 0) passed++;
  else {
    failed++;
    notes.push(`FAILED: ${name}`);
  }
}

/** One run of Vitest, its tests counted; a run that reports no test at all is a failure. */
function suite(name, report, env, args) {
  process.stdout.write(`\n── ${name}\n`);
  const file = join(results, report);
  const node = env === environment ? "node" : own.binary;
  const vitest = join(repository, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = run(node, [vitest, ...args, ...reporters], { env });
  const counted = count(file);
  passed += counted.passed;
  failed += counted.failed;
  if (code !== 0 && counted.failed === 0) failed++;
  if (code !== 0) notes.push(`FAILED: ${name}`);
  if (counted.pending > 0) {
    notes.push(`NOT RUN: ${counted.pending} tests of ${name}; the lines above say what they need.`);
    if (inCi) failed += counted.pending;
  }
}

/** What Vitest's report counts; a file that could not be loaded counts as one failure. */
function count(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    const unloadable = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    ).length;
    if (report.numPassedTests === 0) throw new Error("no test passed");
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloadable,
      pending: report.numPendingTests + report.numTodoTests,
    };
  } catch (error) {
    process.stderr.write(`Vitest left no usable report: ${error.message}\n`);
    return { passed: 0, failed: 1, pending: 0 };
  }
}

/** The machine's own Node: the first on the path outside node_modules; this one when there is no other. */
function systemNode() {
  const path = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter);
  const script = "JSON.stringify([process.version, process.execPath])";
  const { status, stdout } = spawnSync("node", ["-p", script], {
    env: { ...process.env, PATH: path },
    encoding: "utf8",
  });
  const [version, binary] = status === 0 ? JSON.parse(stdout) : [process.version, process.execPath];
  return { path, binary, version: `Node ${version}` };
}
