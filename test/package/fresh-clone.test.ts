import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshClone, plainEnvironment, run } from "./fresh-clone.ts";

let clone: string;
let server: ChildProcess | null = null;

beforeAll(() => {
  clone = freshClone();
});

afterAll(async () => {
  if (server?.pid !== undefined && server.exitCode === null) {
    // The whole group, as a terminal's Ctrl-C: npm and its shell do not pass a signal on.
    process.kill(-server.pid, "SIGINT");
    await once(server, "exit");
  }
  rmSync(clone, { recursive: true, force: true });
});

test("npm start on a fresh clone installs, builds and serves the page", { timeout: 300_000 }, async () => {
  server = spawn("npm", ["start", "--", "--port", "0"], { cwd: clone, env: plainEnvironment, detached: true });
  let output = "";
  server.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  server.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  const address = await new Promise<string>((resolve, reject) => {
    server?.stdout?.on("data", () => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output.replace(/.*\$ .*/g, ""));
      if (found) resolve(found[0]);
    });
    server?.on("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  const page = await fetch(`${address}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Follow redirects");
});

test("a clean install builds a command that runs under the machine's own Node", { timeout: 300_000 }, () => {
  rmSync(join(clone, "node_modules"), { recursive: true, force: true });
  expect(run("npm", ["ci"], clone)).toMatchObject({ status: 0 });
  expect(run("npm", ["run", "build"], clone)).toMatchObject({ status: 0 });
  expect(run(join(clone, "node_modules", ".bin", "crosscheck"), ["--version"], clone)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^(?:crosscheck )?\d+\.\d+\.\d+\n$/),
  });
});
