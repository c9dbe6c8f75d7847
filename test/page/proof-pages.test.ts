import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../packages/toolkit/src/cli/main.ts";
import { proofFolder } from "../../packages/toolkit/src/web/proof-folder.ts";
import { bufferIo } from "../buffer-io.ts";
import { type LoopbackSite, loopbackSite, type SiteAnswer } from "../loopback-site.ts";
import { hostileReport, hostileValues } from "../scan/hostile-report.ts";
import { freePort } from "../servers/free-port.ts";
import { chromiumPath, visit } from "./chromium.ts";

type Respond = (request: { headers: { origin?: string } }) => SiteAnswer;

const allow = (origin: string): readonly (readonly [string, string])[] => [
  ["Access-Control-Allow-Origin", origin],
  ["Access-Control-Allow-Credentials", "true"],
  ["Vary", "Origin"],
];
const secret = "<b>secret</b>".padEnd(5_000, ".");
const respond: Readonly<Record<string, Respond>> = {
  echo: ({ headers }) => ({ body: secret, headers: headers.origin === undefined ? [] : allow(headers.origin) }),
  null: ({ headers }) => ({ body: secret, headers: headers.origin === "null" ? allow("null") : [["Vary", "Origin"]] }),
  star: () => ({ body: secret, headers: allow("*") }),
};

let top: string;
let folder: string;
let readme: string;
let browser: Browser;
let server: ChildProcess;
let port: number;
const sites: LoopbackSite[] = [];

beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), "crosscheck-proofs-"));
  folder = join(top, "poc");
  for (const answer of Object.values(respond)) sites.push(await loopbackSite(answer));
  const io = bufferIo({ env: { CROSSCHECK_DATA: join(top, "results.sqlite") } });
  await run(["scan", ...sites.map(({ url }) => url), "--allow-private", "--json", "--poc", folder], io);
  readme = readFileSync(join(folder, "README.md"), "utf8");

  // What the README says to run, on a port that is free.
  port = await freePort();
  const line = (start: string) => readme.split("\n").find((text) => text.startsWith(start)) ?? "";
  execFileSync("sh", ["-c", line("openssl req")], { cwd: folder, stdio: "ignore" });
  const [program = "", ...words] = line("openssl s_server").replace(" &", "").replace("8443", String(port)).split(" ");
  server = spawn(program, words, { cwd: folder, stdio: "ignore" });
  await listening(port);
  const [, rules = ""] = /--host-resolver-rules="([^"]+)"/.exec(readme) ?? [];
  browser = await chromium.launch({
    executablePath: chromiumPath,
    chromiumSandbox: false,
    args: [
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--ignore-certificate-errors",
      `--host-resolver-rules=${rules.replaceAll("8443", String(port))}`,
    ],
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.kill();
  for (const site of sites) await site.close();
  rmSync(top, { recursive: true, force: true });
});

async function listening(at: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(at, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing listens on port ${at}.`);
}

function proofOf(check: string): { readonly name: string; readonly origin: string } {
  const name = readdirSync(folder).find((file) => file.includes(check)) ?? "";
  const [, origin = ""] = new RegExp(`\\]\\(${name}\\), served at \`([^\`]+)\``).exec(readme) ?? [];
  return { name, origin };
}

describe("a proof page in a real browser, served as its README says", () => {
  test.each([
    ["reflects-any-origin", "READ: status 200, 5000 bytes", "READ: status 200, 5000 bytes"],
    ["wildcard-with-credentials", "not read: TypeError", "READ: status 200, 5000 bytes"],
  ])("%s", async (check, withCredentials, without) => {
    const { name, origin } = proofOf(check);
    const { context, page } = await visit(browser);
    await page.goto(`${origin}/${name}`);
    expect(await page.locator("#here").textContent()).toBe(`${origin}: the right place.`);
    await page.getByRole("button").click();
    await page
      .locator("#output p")
      .filter({ hasText: /"omit" … (?:READ|not read)/ })
      .waitFor();
    const lines = await page.locator("#output p").allTextContents();
    expect(lines[0]).toContain(`"include" … ${withCredentials}`);
    expect(lines[1]).toContain(`"omit" … ${without}`);
    // The first bytes, as text, and no more.
    expect(lines.join("")).toContain('beginning with "<b>secret</b>');
    expect(lines.join("").length).toBeLessThan(600);
    expect(await page.locator("#output b").count()).toBe(0);
    await context.close();
  });

  test("trusts-null, from a sandboxed frame, wherever the page is", async () => {
    const { name } = proofOf("trusts-null");
    const { origin } = proofOf("reflects-any-origin");
    const { context, page } = await visit(browser);
    await page.goto(`${origin}/${name}`);
    const frame = page.frameLocator("iframe");
    await frame.getByRole("button").click();
    await frame.getByText("READ").nth(1).waitFor();
    expect(await frame.locator("#here").textContent()).toBe("null: the right place.");
    await context.close();
  });

  test("elsewhere it says where it should be", async () => {
    const { name } = proofOf("wildcard-with-credentials");
    const { origin } = proofOf("reflects-any-origin");
    const { context, page, complaints } = await visit(browser);
    await page.goto(`${origin}/${name}`);
    expect(await page.locator("#here").textContent()).toContain("open it at https://");
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("nothing is asked before the button is pressed", async () => {
    const { name, origin } = proofOf("reflects-any-origin");
    const before = sites.map(({ asked }) => asked.length);
    const { context, page } = await visit(browser);
    await page.goto(`${origin}/${name}`);
    await page.locator("#here").waitFor();
    expect(sites.map(({ asked }) => asked.length)).toEqual(before);
    await context.close();
  });
});

describe("whatever a site sends", () => {
  const files = proofFolder(hostileValues.map(hostileReport));

  test("names are safe as file names, and each is one file's", () => {
    const names = files.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(?:README\.md|\d{2,}-[a-z-]+-[a-z0-9][a-z0-9.-]*\.html)$/);
  });

  test("a page holds no markup of the site's, and connects to the site alone", async () => {
    const { context, page, complaints } = await visit(browser);
    for (const { text } of files.filter(({ name }) => name.endsWith(".html"))) {
      await page.setContent(text);
      expect(await page.locator("img, b, [onerror]").count()).toBe(0);
      expect(await page.locator("script").count()).toBeLessThanOrEqual(2);
      expect(text).toContain("connect-src https://shop.example;");
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});
