// `node scripts/screenshot.mjs`: takes docs/screenshot.png, the README's picture of a result, from the built page.
// `node scripts/screenshot.mjs FOLDER`: every page and state into a folder, light and dark, wide and narrow, to look at.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ensureInstalled, environment, repository, run } from "./setup.mjs";

ensureInstalled();
if (run("tsc", ["-b", "packages/toolkit"]) !== 0) process.exit(1);

const policy =
  "rules:\n  - { id: api, path: /api/*, allowOrigins: [https://app.example.com], allowCredentials: true }\n";
const configuration =
  "server {\n    listen 80;\n    location /api/ {\n        add_header Access-Control-Allow-Origin $http_origin;\n" +
  "        add_header Access-Control-Allow-Credentials true;\n        proxy_pass http://app;\n    }\n}\n";
const blocked =
  "fetch('https://api.example/a', { method: 'PUT', credentials: 'include' })\n\nHTTP/1.1 401 Unauthorized\nServer: nginx";
const data = mkdtempSync(join(tmpdir(), "crosscheck-screenshot-"));
const { server, url } = await startServer();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  chromiumSandbox: false,
  args: [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const folder = process.argv[2];
  if (folder === undefined) await takeReadmePicture();
  else await takeAll(folder);
} finally {
  await browser.close();
  server.kill();
  rmSync(data, { recursive: true, force: true });
}

/** The page with its demo, in a process of its own, with results of its own. */
function startServer() {
  const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");
  const child = spawn("node", [launcher, "serve", "--demo", "--port", "0"], {
    env: { ...environment, CROSSCHECK_DATA: data },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const [address] = /http:\S+/.exec(said) ?? [];
      if (address !== undefined && said.includes("Ctrl-C")) resolve({ server: child, url: address });
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
}

async function takeReadmePicture() {
  const page = await openPage({ colorScheme: "light", viewport: { width: 1200, height: 1180 } });
  await scanDemo(page, "Every origin, with credentials");
  await page.screenshot({ path: join(repository, "docs", "screenshot.png") });
}

async function takeAll(folder) {
  mkdirSync(folder, { recursive: true });
  const states = {
    home: async () => {},
    mistake: (page) => scan(page, "http://"),
    running: async (page) => {
      // A query of its own, or the stored result of the last time would be shown at once.
      const item = page.getByRole("listitem").filter({ hasText: "A slow site" });
      await scan(page, `${await item.locator("input[name=url]").inputValue()}?${Date.now()}`);
      await page.getByRole("heading", { name: "Scanning" }).waitFor();
    },
    "passed-no-cors": (page) => scanDemo(page, "No CORS at all"),
    "passed-exact-list": (page) => scanDemo(page, "An exact list of origins"),
    "failed-unsafe": (page) => scanDemo(page, "Every origin, with credentials"),
    "failed-redirect": (page) => scanDemo(page, "The hole is behind a redirect"),
    "failed-broken": (page) => scanDemo(page, "“*” with credentials"),
    "failed-on-errors": (page) => scanDemo(page, "Lost on errors"),
    "could-not-test": (page) => scan(page, "http://192.168.1.20/"),
    generate: (page) => page.goto(`${url}generate`),
    "generate-files": (page) => page.goto(`${url}generate?server=nginx&policy=${encodeURIComponent(policy)}`),
    "generate-losses": (page) => page.goto(`${url}generate?server=iis&policy=${encodeURIComponent(policy)}`),
    "generate-problems": (page) =>
      page.goto(`${url}generate?policy=${encodeURIComponent(policy.replace("com]", "com/]"))}`),
    lint: (page) => page.goto(`${url}lint`),
    "lint-failed": async (page) => {
      await page.goto(`${url}lint`);
      await page.getByLabel("Configuration").fill(configuration);
      await page.getByRole("button", { name: "Judge" }).click();
      await page.getByRole("heading", { name: "The verdict" }).waitFor();
    },
    explain: (page) => page.goto(`${url}explain`),
    "explain-fixed": async (page) => {
      await page.goto(`${url}explain`);
      await page.getByLabel("Evidence").fill(blocked);
      await page.getByLabel("The page’s origin").fill("https://app.example");
      await page.getByRole("button", { name: "Explain" }).click();
      await page.getByRole("heading", { name: "The fix" }).waitFor();
    },
    scanner: (page) => page.goto(`${url}scanner`),
    "what-changed": async (page) => {
      await scanDemo(page, "Every origin, with credentials");
      await page.getByText("Save as").click();
    },
    "no-such-scan": (page) => page.goto(`${url}scan/nobody`),
  };
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 320]) {
      for (const [name, reach] of Object.entries(states)) {
        const page = await openPage({ colorScheme, viewport: { width, height: 800 } });
        await reach(page);
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
        await page.context().close();
      }
    }
  }
}

async function openPage(options) {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(url);
  return page;
}

async function scan(page, target) {
  await page.getByLabel("Domain or address").fill(target);
  await page.getByRole("button", { name: "Scan", exact: true }).click();
  await page.waitForLoadState();
}

async function scanDemo(page, title) {
  await page.getByRole("button", { name: title }).click();
  await page.getByRole("heading", { name: "HTTP Security Headers" }).waitFor();
}
