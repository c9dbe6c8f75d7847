import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sections } from "../../packages/toolkit/src/learn/sections.ts";
import { requireProgram } from "../requirements.ts";
import { chromiumPath, launchChromium, visit } from "./chromium.ts";
import { hostileMarkup } from "./hostile-site.ts";
import { type RunningPage, startPage } from "./start-page.ts";

describe.runIf(requireProgram(chromiumPath, "chromium"))("the guide", () => {
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

  test("every chapter is reached from the first by the link at its end", { timeout: 60_000 }, async () => {
    const { context, page, complaints } = await visit(browser, { javaScriptEnabled: false });
    await page.goto(`${server.url}learn`);
    await page.getByRole("link", { name: sections[0]?.title ?? "", exact: true }).click();
    for (const { title } of sections) {
      await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
      const next = page.locator("a[rel=next]");
      if ((await next.count()) > 0) await next.click();
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("no page of it is 40 kB, with all that it loads", { timeout: 60_000 }, async () => {
    const { context, page } = await visit(browser);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    let transferred = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      transferred += encodedDataLength;
    });
    for (const path of ["learn", "learn/stepper", ...sections.map(({ id }) => `learn/${id}`)]) {
      transferred = 0;
      await page.goto(server.url + path);
      expect(transferred, path).toBeLessThan(40_000);
      expect(transferred, path).toBeGreaterThan(5_000);
    }
    await context.close();
  });

  describe("the stepper", () => {
    test.each([true, false])("answers a changed header, with a script: %s", async (javaScriptEnabled) => {
      const { context, page, complaints } = await visit(browser, { javaScriptEnabled });
      await page.goto(`${server.url}learn/stepper`);
      await page.getByRole("heading", { name: "Blocked: CORS check, step 2" }).waitFor();

      await page.getByLabel("To the request").fill("Access-Control-Allow-Origin: *");
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Step through it" }).click();
      await page.getByRole("heading", { name: "The page reads the answer" }).waitFor();
      expect(new URL(page.url()).searchParams.get("answer")).toBe("Access-Control-Allow-Origin: *");

      await page.getByLabel("Credentials").selectOption("include");
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Step through it" }).click();
      await page.getByRole("heading", { name: "Blocked: CORS check, step 4" }).waitFor();
      expect(await page.getByText("This is the line that decides.").count()).toBe(1);

      const address = page.url();
      await page.goto(server.url);
      await page.goto(address);
      await page.getByRole("heading", { name: "Blocked: CORS check, step 4" }).waitFor();
      expect(await page.getByLabel("To the request").inputValue()).toBe("Access-Control-Allow-Origin: *");
      expect(complaints).toEqual([]);
      await context.close();
    });

    test("a cause is a click away, and the keyboard is enough", async () => {
      const { context, page } = await visit(browser);
      await page.goto(`${server.url}learn/stepper`);
      await page.getByText("Start from one of 16 usual causes").focus();
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "Two layers add the header" }).focus();
      await page.keyboard.press("Enter");
      await page.getByText("more than one value").first().waitFor();
      await context.close();
    });

    test.each([
      ["the URL", "url", `https://api.example/${hostileMarkup}`],
      ["the page's origin", "origin", hostileMarkup],
      ["the method", "method", hostileMarkup],
      ["a header of the answer", "answer", `Access-Control-Allow-Origin: ${hostileMarkup}`],
      ["a line that is no header", "answer", hostileMarkup],
      ["a redirect", "answer", `302\nAccess-Control-Allow-Origin: *\nLocation: ${hostileMarkup}`],
      ["a failure", "answer", `no response: ${hostileMarkup}`],
      ["a stored answer", "stored", hostileMarkup],
    ])("markup in %s stays text", async (_where, field, value) => {
      const { context, page, complaints } = await visit(browser);
      await page.goto(`${server.url}learn/stepper?${new URLSearchParams({ [field]: value })}`);
      await page.getByRole("heading", { name: "The browser, step by step" }).waitFor();
      expect(await page.locator("main :is(img, script, iframe, object)").count()).toBe(0);
      expect(complaints.filter((complaint) => !complaint.includes("400"))).toEqual([]);
      await context.close();
    });
  });
});
