import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** A real web server in a temporary folder, on a loopback port of its own. */
export interface RunningServer {
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  errorLog(): string;
  /** Ends the process and removes the folder. */
  stop(): Promise<void>;
}

/** Names and texts of files, in the server's folder. */
export type Files = Readonly<Record<string, string>>;

export interface ServerProgram {
  readonly name: string;
  readonly binary: string;
  /** The arguments to run in the foreground, and to test the configuration only. */
  readonly run: (folder: string) => readonly string[];
  readonly check: (folder: string) => readonly string[];
  /** The main configuration file, from what goes into the site. */
  readonly configure: (place: { readonly folder: string; readonly port: number; readonly site: string }) => Files;
}

const running = new Set<ChildProcess>();

// A run that is broken off takes its servers with it.
process.on("exit", () => {
  for (const child of running) child.kill();
});

/** Checks the configuration as an operator would, starts the server and waits until it listens. */
export async function startServer(program: ServerProgram, site: string, files: Files): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), `crosscheck-${program.name}-`));
  // The workers are not root.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const place = { folder, port, site: site.replaceAll("{folder}", folder).replaceAll("{port}", String(port)) };
  for (const [name, text] of Object.entries({ ...files, ...program.configure(place) })) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text.replaceAll("{folder}", folder));
  }
  const errorLog = (): string =>
    existsSync(join(folder, "error.log")) ? readFileSync(join(folder, "error.log"), "utf8") : "";
  try {
    await checkConfiguration(program, folder);
    const child = spawn(program.binary, program.run(folder), { stdio: ["ignore", "ignore", "inherit"] });
    running.add(child);
    await listening(child, port, () => `${program.name} did not start:\n${errorLog()}`);
    return { port, pid: child.pid ?? 0, folder, errorLog, stop: () => stop(child, folder) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** `nginx -t`, `apachectl configtest`. */
async function checkConfiguration(program: ServerProgram, folder: string): Promise<void> {
  const child = spawn(program.binary, program.check(folder), { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${program.name} refuses the configuration:\n${output}`);
}

async function listening(child: ChildProcess, port: number, describe: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(describe());
    if (await accepts(port)) return;
    await sleep(25);
  }
  child.kill("SIGKILL");
  throw new Error(describe());
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    await ended;
  }
  running.delete(child);
  rmSync(folder, { recursive: true, force: true });
}
