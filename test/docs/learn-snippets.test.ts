import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { readPolicyFile } from "../../packages/toolkit/src/policy-file/read-policy-file.ts";
import { learnPages } from "../../scripts/learn-pages.ts";
import { repository } from "../package/fresh-clone.ts";
import { freePort } from "../servers/free-port.ts";

/** Every fenced block of the guide. */
const blocks = [...learnPages()].flatMap(([name, text]) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({ name, language, code })),
);
const codeIn = (language: string): readonly (readonly [string, string])[] =>
  blocks.filter((block) => block.language === language).map(({ name, code }) => [name, code] as const);

describe("the guide's policies", () => {
  test.each(codeIn("yaml"))("%s: it has no problem", async (_name, code) => {
    const folder = mkdtempSync(join(repository, "test", "docs", ".learn-"));
    try {
      const file = join(folder, "crosscheck.policy.yaml");
      writeFileSync(file, code);
      expect((await readPolicyFile(file, { now: new Date() })).problems).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the guide's commands", () => {
  const commands = new Set(
    codeIn("sh")
      .flatMap(([, code]) => code.split("\n"))
      .filter((line) => line.startsWith("npx crosscheck "))
      .map((line) => line.replace(/\s+#.*$/, "")),
  );

  test.each([...commands])("%s: the command is there, with these options", (line) => {
    const [, , command = "", ...words] = line.split(" ");
    const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
    const { status, stdout } = spawnSync(process.execPath, [launcher, command, "--help"], { encoding: "utf8" });
    expect(status).toBe(0);
    for (const option of words.filter((word) => word.startsWith("--"))) expect(stdout).toContain(option);
  });
});

describe("the guide's programs", () => {
  test("there are three", () => {
    expect(codeIn("ts").map(([name]) => name)).toEqual(["per-resource.md", "websockets.md", "questions.md"]);
  });

  test("an application with a policy for each path", async () => {
    await withServer(programOf("per-resource.md"), "app.listen(Number(process.env.PORT));", async (port) => {
      const origin = { Origin: "https://app.example.com" };
      const api = await fetch(`http://127.0.0.1:${port}/api/items`, { headers: origin });
      expect(api.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
      const font = await fetch(`http://127.0.0.1:${port}/fonts/a`, { headers: { Origin: "https://any.example" } });
      expect(font.headers.get("access-control-allow-origin")).toBe("*");
      const page = await fetch(`http://127.0.0.1:${port}/`, { headers: origin });
      expect(page.headers.get("access-control-allow-origin")).toBeNull();
    });
  });

  test("a WebSocket server that looks at Origin", async () => {
    await withServer(programOf("websockets.md"), "server.listen(Number(process.env.PORT));", async (port) => {
      expect(await handshake(port, "https://attacker.example")).toBe("HTTP/1.1 403 Forbidden");
      expect(await handshake(port, "https://app.example.com.attacker.example")).toBe("HTTP/1.1 403 Forbidden");
      expect(await handshake(port, "https://app.example.com")).toBe("open");
    });
  });

  test("a test without a browser", () => {
    const program = `${programOf("questions.md")}\nconsole.log(error.name, typeof error.reason);`;
    const { stdout, stderr } = spawnSync("node", arguments_(program), { cwd: repository, encoding: "utf8" });
    expect([stdout, stderr]).toEqual(["TypeError string\n", ""]);
  });
});

function programOf(name: string): string {
  return codeIn("ts").find(([page]) => page === name)?.[1] ?? "";
}

function arguments_(program: string): string[] {
  return ["-C", "@crosscheck/source", "--input-type=module-typescript", "--eval", program];
}

async function withServer(program: string, start: string, use: (port: number) => Promise<void>): Promise<void> {
  const port = await freePort();
  const child = spawn("node", arguments_(`${program}\n${start}`), {
    cwd: repository,
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    for (let attempt = 0; attempt < 100 && !(await answers(port)); attempt++) await wait(100);
    await use(port);
  } finally {
    child.kill();
    if (child.exitCode === null) await once(child, "exit");
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = createConnection(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The first line of the answer, or "open" when there is none for a while. */
async function handshake(port: number, origin: string): Promise<string> {
  const socket = createConnection(port, "127.0.0.1");
  socket.write(
    `GET /feed HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  try {
    const data = await Promise.race([once(socket, "data"), wait(1_000, null)]);
    return data === null ? "open" : (String(data[0]).split("\r\n", 1)[0] ?? "");
  } finally {
    socket.destroy();
  }
}
