import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../servers/free-port.ts";
import type { BrowserDriver } from "./browser-driver.ts";
import { endGroup, startGroup } from "./process-group.ts";

/** Firefox, and its remote protocol for more than a driver does. */
export interface MarionetteDriver extends BrowserDriver {
  readonly command: Command;
}

/** Firefox ESR over Marionette, its own remote protocol: Debian has no geckodriver for it. */
export async function startFirefox(): Promise<MarionetteDriver> {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-firefox-"));
  const port = await freePort();
  const preferences: Readonly<Record<string, string | number | boolean>> = {
    "marionette.port": port,
    "app.update.enabled": false,
    "app.normandy.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "browser.safebrowsing.malware.enabled": false,
    "browser.safebrowsing.phishing.enabled": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "toolkit.telemetry.enabled": false,
    "services.settings.server": "http://127.0.0.1:9/",
    "browser.shell.checkDefaultBrowser": false,
  };
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(folder, "user.js"), lines.join("\n"));
  const child = startGroup(
    "firefox-esr",
    ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", folder],
    { HOME: folder },
  );
  child.stderr?.resume();
  const close = async (): Promise<void> => {
    await endGroup(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const command = await marionette(port);
    const session = (await command("WebDriver:NewSession", {})) as { capabilities: { browserVersion: string } };
    return {
      engine: "firefox",
      command,
      version: session.capabilities.browserVersion,
      async open(url) {
        await command("WebDriver:Navigate", { url });
        await command("Marionette:SetContext", { value: "chrome" });
        await command("WebDriver:ExecuteScript", { script: "Services.console.reset();", args: [] });
      },
      async takeMessages() {
        const script = `const all = Services.console.getMessageArray().map((m) => { try { return m.QueryInterface(Ci.nsIScriptError).errorMessage } catch { return m.message } }); Services.console.reset(); return all;`;
        const result = (await command("WebDriver:ExecuteScript", { script, args: [] })) as { value: string[] };
        return result.value;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Command = (name: string, parameters: unknown) => Promise<unknown>;

/** Messages are `length:JSON`, commands `[0, id, name, parameters]`, answers `[1, id, error, result]`. */
async function marionette(port: number): Promise<Command> {
  const socket = await connected(port);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let buffer = Buffer.alloc(0);
  let lastId = 0;
  socket.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const colon = buffer.indexOf(":");
      const length = Number(buffer.subarray(0, Math.max(colon, 0)));
      if (colon === -1 || buffer.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString("utf8"));
      buffer = buffer.subarray(colon + 1 + length);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as [number, number, unknown, unknown];
      if (error === null) waiting.get(id)?.resolve(result);
      else waiting.get(id)?.reject(new Error(JSON.stringify(error)));
      waiting.delete(id);
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("Firefox ended."));
  });
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      const text = JSON.stringify([0, id, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}

async function connected(port: number): Promise<Socket> {
  for (let attempt = 0; attempt < 240; attempt++) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const candidate = connect(port, "127.0.0.1", () => resolve(candidate));
      candidate.once("error", () => resolve(null));
    });
    if (socket !== null) return socket;
    await wait(250);
  }
  throw new Error("Firefox did not open its Marionette port within 60 s.");
}
