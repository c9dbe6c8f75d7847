import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { standaloneReport } from "../../packages/toolkit/src/web/standalone-report.ts";
import { hostileReport, hostileValues } from "../scan/hostile-report.ts";
import { axeViolations } from "./axe-violations.ts";
import { launchChromium, visit } from "./chromium.ts";

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), "crosscheck-standalone-"));
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a file with several hostile sites opens offline: styled, whole, and nothing in it acts", async () => {
  const file = join(folder, "report.html");
  writeFileSync(file, String(standaloneReport(hostileValues.map(hostileReport))));
  const { context, page, complaints } = await visit(browser, { offline: true, viewport: { width: 320, height: 800 } });
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("dialog", (dialog) => complaints.push(dialog.message()));
  await page.goto(pathToFileURL(file).href);
  expect({ complaints, requests }).toEqual({ complaints: [], requests: [pathToFileURL(file).href] });
  const seen = await page.evaluate(() => ({
    articles: document.querySelectorAll("article.result").length,
    strangers: document.querySelectorAll("script, img, iframe, object, embed, link, base, form, [onerror]").length,
    targets: [...document.querySelectorAll("a")].map((link) =>
      link.getAttribute("href")?.replace(/^(#|https:).*/s, "$1"),
    ),
    ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
    groups: new Set([...document.querySelectorAll<HTMLInputElement>("input")].map(({ name }) => name)).size,
    panels: [...document.querySelectorAll("fieldset")].length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    font: getComputedStyle(document.querySelector("code") as Element).fontFamily,
  }));
  expect(seen.articles).toBe(hostileValues.length);
  expect(seen.strangers).toBe(0);
  expect(new Set(seen.targets)).toEqual(new Set(["https:", "#"]));
  expect(new Set(seen.ids).size).toBe(seen.ids.length);
  // Each group of radio buttons is its own: one choice does not undo another's.
  expect(seen.groups).toBe(seen.panels);
  expect(seen.wide).toBe(0);
  expect(seen.font).toContain("monospace");
  await context.close();
});

test.each(["light", "dark"] as const)("axe finds nothing in it, %s", async (colorScheme) => {
  const file = join(folder, `axe-${colorScheme}.html`);
  writeFileSync(file, String(standaloneReport([hostileReport("x"), hostileReport("*")])));
  // axe itself is a script, which the file's policy refuses.
  const { context, page } = await visit(browser, { colorScheme, bypassCSP: true });
  await page.goto(pathToFileURL(file).href);
  expect(await axeViolations(page)).toEqual([]);
  await context.close();
});
