// Installs what package-lock.json names, when it is not there yet. Plain JavaScript for the machine's own Node: it runs first.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("..", import.meta.url));
const binaries = join(repository, "node_modules", ".bin");

/** The environment of npm's own scripts: the workspace's binaries, Node 24 among them, come first on the path. */
export const environment = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ""}` };

/** Runs a command in the repository and returns its exit code; its output goes where ours goes. */
export function run(command, args, options = {}) {
  const { error, status, signal } = spawnSync(command, args, {
    cwd: repository,
    env: environment,
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (error) process.stderr.write(`${command} could not be started: ${error.message}\n`);
  if (signal) process.stderr.write(`${command} was ended by ${signal}\n`);
  return status ?? 1;
}

/** Whether node_modules is what the lock file says: npm writes its own copy of the lock file after a complete install. */
function isInstalled() {
  const installed = join(repository, "node_modules", ".package-lock.json");
  if (!existsSync(installed) || !existsSync(join(binaries, "tsc"))) return false;
  return statSync(installed).mtimeMs >= statSync(join(repository, "package-lock.json")).mtimeMs;
}

/** Installs if need be; on failure says so and exits. npm's log goes to stderr, so that a command's output stays its own. */
export function ensureInstalled() {
  if (isInstalled()) return;
  process.stderr.write("Installing dependencies (npm ci) …\n");
  if (
    run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], { stdio: ["ignore", 2, 2] }) !==
    0
  ) {
    process.stderr.write("npm ci failed: the lines above say why. Without the dependencies nothing can run.\n");
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
