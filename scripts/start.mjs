// `npm start`: from a fresh clone to the page. Installs, builds, serves the page with the demo sites beside it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, environment, repository, run } from "./setup.mjs";

ensureInstalled();
if (run("tsc", ["-b", "packages/toolkit"]) !== 0) {
  process.stderr.write("The build failed: the lines above say where.\n");
  process.exit(1);
}

const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
const server = spawn("node", [launcher, "serve", "--demo", ...process.argv.slice(2)], {
  cwd: repository,
  env: environment,
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal));
// The shell that npm runs this in ends at a signal and passes none on: when it is gone, the server goes, too.
const shell = process.ppid;
setInterval(() => process.ppid === shell || server.kill("SIGTERM"), 500).unref();
server.on("error", (error) => {
  process.stderr.write(`The server could not be started: ${error.message}\n`);
  process.exit(1);
});
server.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
