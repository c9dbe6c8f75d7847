import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireProgram } from "../requirements.ts";
import { chromiumPath, launchChromium, visit } from "./chromium.ts";
import { nameOfColour } from "./colours.ts";
import { type RunningPage, startPage } from "./start-page.ts";

// biome-ignore format: one fact per line
const sites = [
  ["no-cors",                   "Passed", "green", "CORS is not enabled"],
  ["exact-list",                "Passed", "green", "CORS is enabled"],
  ["one-origin",                "Passed", "green", "CORS is enabled"],
  ["slow",                      "Passed", "green", "CORS is not enabled"],
  ["reflects-any-origin",       "Failed", "red",   "CORS is enabled"],
  ["trusts-null",               "Failed", "red",   "CORS is enabled"],
  ["redirect-to-a-hole",        "Failed", "red",   "CORS is enabled"],
  ["wildcard-with-credentials", "Failed", "red",   "CORS is enabled"],
  ["lost-on-errors",            "Failed", "red",   "CORS is enabled"],
] as const;

// biome-ignore format: one fact per line
const visitors = [
  ["with a script, light",    { javaScriptEnabled: true,  colorScheme: "light" }],
  ["without a script, light", { javaScriptEnabled: false, colorScheme: "light" }],
  ["with a script, dark",     { javaScriptEnabled: true,  colorScheme: "dark" }],
] as const;

describe.runIf(requireProgram(chromiumPath, "chromium"))("a domain goes in, Passed or Failed comes out", () => {
  let browser: Browser;
  let server: RunningPage;

  beforeAll(async () => {
    browser = await launchChromium();
    server = await startPage();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  describe.each(visitors)("%s", (_name, options) => {
    test.each(sites)("%s: %s, in %s", async (id, word, colour, status) => {
      const { context, page, complaints } = await visit(browser, options);
      await page.goto(server.url);
      await page.getByLabel("Domain or address").fill(server.site(id).url);
      await page.getByRole("button", { name: "Scan", exact: true }).click();

      const verdict = corsTest(page).getByText(/^(?:Passed|Failed|Could not test)$/);
      await verdict.waitFor();
      expect(await verdict.textContent()).toBe(word);
      expect(await nameOfColour(verdict)).toBe(colour);
      expect(await page.getByRole("heading", { name: /^CORS is/ }).textContent()).toBe(status);
      const heading = corsTest(page).getByText("Failed: it does not work (nobody is at risk)");
      expect(await heading.count()).toBe(server.site(id).cause === "broken" ? 1 : 0);
      expect(complaints).toEqual([]);
      await context.close();
    });
  });

  test("a demo site is scanned with one click", async () => {
    const { context, page } = await visit(browser);
    await page.goto(server.url);
    await page.getByRole("button", { name: server.site("prefix-match").title }).click();
    await corsTest(page).getByText("Failed", { exact: true }).waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(server.site("prefix-match").url);
    await context.close();
  });

  test("progress is shown while a scan runs, and the result replaces it", async () => {
    const { context, page, complaints } = await visit(browser);
    await page.goto(server.url);
    await page.getByRole("button", { name: server.site("slow").title }).click();
    await page.getByRole("heading", { name: "Scanning" }).waitFor();
    const seen = new Set<string | null>();
    while ((await page.getByRole("status").count()) > 0) {
      seen.add(
        await page
          .getByRole("status")
          .textContent({ timeout: 500 })
          .catch(() => null),
      );
      await page.waitForTimeout(50);
    }
    await corsTest(page).getByText("Passed", { exact: true }).waitFor();
    expect(seen.size).toBeGreaterThan(2);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("the fix can be copied", async () => {
    const { context, page } = await visit(browser, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(server.url);
    await page.getByRole("button", { name: server.site("reflects-any-origin").title }).click();
    await page.getByText("Apache", { exact: true }).first().click();
    const panel = page.locator(".panel:visible").first();
    await panel.getByRole("button", { name: "Copy" }).click();
    await panel.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(await panel.locator("pre").textContent());
    await context.close();
  });
});

/** The test's own card, in its section. */
function corsTest(page: Page): ReturnType<Page["locator"]> {
  return page
    .locator("section", { has: page.getByRole("heading", { name: "HTTP Security Headers" }) })
    .getByRole("article", { name: "Cross-Origin Resource Sharing" });
}
