import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openResultStore } from "../../packages/toolkit/src/store/open-result-store.ts";
import type { ResultStore } from "../../packages/toolkit/src/store/result-store.ts";
import { requireProgram } from "../requirements.ts";
import { axeViolations } from "./axe-violations.ts";
import { chromiumPath, launchChromium, type Visitor, visit } from "./chromium.ts";
import { nameOfColour } from "./colours.ts";
import { type RunningPage, startPage } from "./start-page.ts";

describe.runIf(requireProgram(chromiumPath, "chromium"))("the two boxes", () => {
  let browser: Browser;
  let server: RunningPage;
  let store: ResultStore;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "crosscheck-page-"));
    store = openResultStore(join(folder, "results.sqlite"), (sentence) => {
      throw new Error(sentence);
    });
    browser = await launchChromium();
    server = await startPage({ store });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    store?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("Follow redirects is ticked at first, and Clear cache is not", async () => {
    const { context, page } = await visit(browser);
    await page.goto(server.url);
    expect(await page.getByLabel("Follow redirects").isChecked()).toBe(true);
    expect(await page.getByLabel("Clear cache").isChecked()).toBe(false);
    await context.close();
  });

  test("Follow redirects: on shows each hop and judges the last, off judges the first answer", async () => {
    const { context, page } = await visit(browser);
    const { url } = server.site("redirect-to-a-hole");
    await scan(page, url, { followRedirects: true });
    expect(await verdict(page)).toBe("Failed");
    expect(await page.locator(".redirects li").allInnerTexts()).toEqual([
      `${url} answered 302 and pointed to /en/`,
      `${url}en/ answered 301 and pointed to /en/account`,
    ]);

    await scan(page, url, { followRedirects: false });
    expect(await verdict(page)).toBe("Passed");
    expect(await page.locator("main").innerText()).toContain("redirects not followed");
    expect(await page.locator("main").innerText()).toMatch(/destination/i);
    await context.close();
  });

  test("a stored result says so; and Clear cache within the floor says why not", async () => {
    const { context, page } = await visit(browser);
    const { url } = server.site("exact-list");
    await scan(page, url, {});
    expect(await moment(page)).toMatch(/^Scanned /);
    await scan(page, url, {});
    expect(await moment(page)).toMatch(/^Cached result from /);

    await scan(page, url, { clearCache: true });
    expect(await moment(page)).toMatch(/^Cached result from /);
    expect(await page.locator(".notes").innerText()).toMatch(/^Clear cache had no effect: this host was scanned/);
    await context.close();
  });

  test("Scan again is Clear cache, and past the floor it scans", async () => {
    const eager = await startPage({ store, limits: { clearCacheFloorMs: 0 } });
    const { context, page } = await visit(browser);
    await scan(page, eager.site("exact-list").url, {}, eager);
    const first = page.url();
    await page.getByRole("button", { name: "Scan again" }).click();
    await page.waitForURL((url) => url.href !== first);
    expect(await moment(page)).toMatch(/^Scanned /);
    expect(await page.locator(".notes").count()).toBe(0);
    expect(await page.locator(".history").innerText()).toContain("Nothing since the last scan.");
    for (const details of await page.locator("details").all()) {
      await details.evaluate((element) => element.setAttribute("open", ""));
    }
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
    await eager.close();
  });

  // biome-ignore format: one fact per line
  const addresses = [
    ["this machine",             "http://127.0.0.1/",          /loopback/],
    ["another port",             "http://127.0.0.1:9/",        /port 9/],
    ["this machine by name",     "localhost",                  /loopback/],
    ["a private network",        "http://192.168.1.1/",        /private/],
    ["the metadata service",     "http://169.254.169.254/",    /169\.254\.169\.254/],
  ] as const;

  test.each(addresses)(
    "a private address cannot be tested, and the page says what to do: %s",
    async (_why, url, sentence) => {
      const { context, page } = await visit(browser);
      await scan(page, url, {});
      expect(await verdict(page)).toBe("Could not test");
      const text = await page.locator("main").innerText();
      expect(text).toMatch(sentence);
      expect(text).toContain(`crosscheck scan ${url} --allow-private`);
      expect(await nameOfColour(page.getByText("Could not test", { exact: true }))).toBe("neither");
      await context.close();
    },
  );

  async function scan(
    page: Visitor["page"],
    url: string,
    boxes: { clearCache?: boolean; followRedirects?: boolean },
    to = server,
  ): Promise<void> {
    await page.goto(to.url);
    await page.getByLabel("Domain or address").fill(url);
    await page.getByLabel("Clear cache").setChecked(boxes.clearCache ?? false);
    await page.getByLabel("Follow redirects").setChecked(boxes.followRedirects ?? true);
    await page.getByRole("button", { name: "Scan", exact: true }).click();
    await page.getByRole("heading", { name: "HTTP Security Headers" }).waitFor();
  }
});

async function verdict(page: Page): Promise<string> {
  return page.locator(".test-line strong").first().innerText();
}

async function moment(page: Page): Promise<string> {
  return page.locator(".moment p").innerText();
}
