import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository } from "../architecture/imports.ts";
import { chromiumPath, launchChromium, visit } from "../page/chromium.ts";
import { nameOfColour } from "../page/colours.ts";
import { type RunningPage, startPage } from "../page/start-page.ts";
import { requireProgram } from "../requirements.ts";
import { apache } from "./apache.ts";
import { guideServers } from "./guide-servers.ts";
import { nginx } from "./nginx.ts";
import type { RunningServer } from "./server-process.ts";

const installed = [
  requireProgram(nginx.binary, "nginx"),
  requireProgram(apache.binary, "apache2"),
  requireProgram(chromiumPath, "chromium"),
].every(Boolean);

/** To be looked at; not kept. */
const screenshots = join(repository, ".cache", "screenshots");

describe.runIf(installed)("the page, of real servers", () => {
  let browser: Browser;
  let page: RunningPage;
  const running = new Map<string, RunningServer>();

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await launchChromium();
    for (const { name, start } of guideServers) running.set(name, await start());
    page = await startPage({ alsoAllowed: [...running.values()].map(({ port }) => `127.0.0.1:${port}`) });
  });

  afterAll(async () => {
    await page?.close();
    await browser?.close();
    for (const server of running.values()) await server.stop();
  });

  test.each(guideServers)("$name: $verdict", async ({ name, verdict, check }) => {
    const { context, page: tab, complaints } = await visit(browser);
    const url = `http://127.0.0.1:${running.get(name)?.port}/`;
    await tab.goto(page.url);
    await tab.getByLabel("Domain or address").fill(url);
    await tab.getByRole("button", { name: "Scan", exact: true }).click();

    const card = tab
      .locator("section", { has: tab.getByRole("heading", { name: "HTTP Security Headers" }) })
      .getByRole("article", { name: "Cross-Origin Resource Sharing" });
    const word = card.getByText(/^(?:Passed|Failed|Could not test)$/);
    await word.waitFor();
    expect(await word.textContent()).toBe(verdict === "failed" ? "Failed" : "Passed");
    expect(await nameOfColour(word)).toBe(verdict === "failed" ? "red" : "green");
    expect(await tab.getByRole("heading", { name: /^CORS is/ }).textContent()).toBe("CORS is enabled");
    if (check !== null) expect(await card.textContent()).toContain(check);
    expect(complaints).toEqual([]);
    await tab.screenshot({ path: join(screenshots, `${name.replace(/\W+/g, "-")}.png`), fullPage: true });
    await context.close();
  });
});
