import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { network, type Transport } from "@crosscheck/cors/test";
import { freePort } from "../servers/free-port.ts";

/** The checkout's own server, and the way to it. */
export interface WptServer {
  readonly origin: string;
  /** The server's host names, which no name server knows, are this machine. */
  readonly transport: Transport;
  /** The text of a file as the server gives it: with what it puts in place of `{{…}}`. */
  readonly read: (path: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export async function startServer(checkout: string): Promise<WptServer> {
  const http = [await freePort(), await freePort()];
  const https = [await freePort(), await freePort()];
  const work = mkdtempSync(join(tmpdir(), "crosscheck-wpt-"));
  const config = join(work, "config.json");
  const logging = { level: "warning", suppress_handler_traceback: false };
  const settings = { server_host: "127.0.0.1", check_subdomains: false, ports: { http, https }, logging };
  writeFileSync(config, JSON.stringify(settings));
  const script = join(import.meta.dirname, "serve-checkout.py");
  const server = spawn("python3", [script, resolve(checkout), "--no-h2", "--config", config], {
    stdio: "ignore",
    detached: true,
  });
  // It has a process for each port: all are ended with it.
  function end(): void {
    if (server.exitCode === null && server.signalCode === null && server.pid !== undefined) process.kill(-server.pid);
  }
  process.once("exit", end);
  const transport = network({
    dangerouslyAcceptAnyCertificate: true,
    hosts: {
      "web-platform.test": "127.0.0.1",
      "*.web-platform.test": "127.0.0.1",
      "not-web-platform.test": "127.0.0.1",
      "*.not-web-platform.test": "127.0.0.1",
    },
  });
  const origin = `http://web-platform.test:${http[0]}`;

  async function read(path: string): Promise<string> {
    const { signal } = new AbortController();
    const url = new URL(path, origin).href;
    const { status, body } = await transport({ method: "GET", url, headers: [], body: null, signal });
    if (status !== 200) throw new Error(`${url} answers ${status}`);
    return new Response(body as BodyInit).text();
  }
  async function stop(): Promise<void> {
    if (server.exitCode === null && server.signalCode === null) {
      const exited = once(server, "exit");
      end();
      await exited;
    }
    rmSync(work, { recursive: true, force: true });
  }

  const ready = [
    "/resources/testharness.js",
    `http://web-platform.test:${http[1]}/resources/testharness.js`,
    ...https.map((port) => `https://web-platform.test:${port}/resources/testharness.js`),
  ];
  for (let attempt = 0; attempt < 300; attempt++) {
    try {
      for (const url of ready) await read(url);
      return { origin, transport, read, stop };
    } catch {
      if (server.exitCode !== null) break;
      await setTimeout(200);
    }
  }
  await stop();
  throw new Error(
    `The server of ${checkout} did not start. Is it a checkout of web-platform-tests, and is python3 there?`,
  );
}
