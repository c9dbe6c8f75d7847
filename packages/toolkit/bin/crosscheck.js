#!/usr/bin/env node
// The committed launcher: npm links a bin only if it exists at install, so this file is plain JavaScript and never built.
// It runs under any Node; under one older than the toolkit needs, it re-executes itself with the `node` package's binary.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The operating system looks names up in libuv's threads, cannot be stopped, and gets half of them at most. With the usual four,
// two names whose server is silent keep every other name of a list from being looked up. Before anything needs a thread.
process.env.UV_THREADPOOL_SIZE ??= "256";

const oldestNode = 24;
const here = fileURLToPath(import.meta.url);
const main = join(dirname(here), "..", "dist", "cli", "main.js");

if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  const newer = nodePackageBinary();
  if (newer === null) {
    stop(
      `crosscheck needs Node ${oldestNode} or newer, and this is Node ${process.versions.node}: ` +
        `install Node ${oldestNode}, or run "npm install node@${oldestNode}" beside crosscheck.`,
    );
  }
  const child = spawn(newer, [here, ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal's Ctrl-C reaches both; a supervisor's signal reaches only this process, so it is passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.exit(
    await new Promise((done) => {
      child.on("error", (error) => stop(`crosscheck could not start ${newer}: ${error.message}.`));
      child.on("exit", (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 1)));
    }),
  );
}

if (!existsSync(main)) stop(`crosscheck is not built: ${main} is missing. Run "npm run build" first.`);

const { run } = await import(main);
process.exitCode = await run(process.argv.slice(2));

/** The `node` package's binary, if it is installed beside this package and new enough. */
function nodePackageBinary() {
  try {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve("node/package.json");
    const binary = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    const version = require("node/package.json").version;
    return existsSync(binary) && Number.parseInt(version, 10) >= oldestNode ? binary : null;
  } catch {
    return null;
  }
}

/** Says one sentence and exits as for wrong use. */
function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
