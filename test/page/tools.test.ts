import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireProgram } from "../requirements.ts";
import { chromiumPath, launchChromium, visit } from "./chromium.ts";
import { nameOfColour } from "./colours.ts";
import { hostileMarkup } from "./hostile-site.ts";
import { type RunningPage, startPage } from "./start-page.ts";

const policy =
  "rules:\n  - { id: api, path: /api/*, allowOrigins: [https://app.example.com], allowCredentials: true }\n";
const reflecting =
  "server {\n\tlisten 80;\n\tlocation / {\n\t\tadd_header Access-Control-Allow-Origin $http_origin;\n" +
  "\t\tadd_header Access-Control-Allow-Credentials true;\n\t}\n}\n";

describe.runIf(requireProgram(chromiumPath, "chromium"))("the pages with a text in", () => {
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

  describe.each([true, false])("with a script: %s", (javaScriptEnabled) => {
    test("a policy becomes files, which are downloaded as they are shown, at an address that gives them again", async () => {
      const { context, page, complaints } = await visit(browser, { javaScriptEnabled });
      await page.goto(server.url);
      await page.getByRole("link", { name: "Generate", exact: true }).click();
      await page.getByLabel("Policy").fill(policy);
      await page.getByLabel("Its version").fill("1.22");
      await page.getByRole("button", { name: "Generate" }).click();
      await page.getByRole("heading", { name: "http.conf" }).waitFor();
      const shown = await page.locator("[data-copy]").first().textContent();
      expect(shown).toContain("crosscheck generate nginx@1.22 --policy");
      expect(new URL(page.url()).searchParams.get("policy")).toBe(policy);

      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Download http.conf" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("http.conf");
      expect(readFileSync(await download.path(), "utf8")).toBe(shown);

      const address = page.url();
      await page.goto(server.url);
      await page.goto(address);
      expect(await page.locator("[data-copy]").first().textContent()).toBe(shown);
      expect(await page.getByRole("button", { name: "Copy", exact: true }).count()).toBe(javaScriptEnabled ? 3 : 0);
      expect(complaints).toEqual([]);
      await context.close();
    });

    test("a policy's mistake has its line", async () => {
      const { context, page } = await visit(browser, { javaScriptEnabled });
      await page.goto(`${server.url}generate`);
      await page.getByLabel("Policy").fill(policy.replace("com]", "com/]"));
      await page.getByRole("button", { name: "Generate" }).click();
      await page.getByText("Error, line 2").waitFor();
      expect(await page.locator("[data-copy]").count()).toBe(0);
      await context.close();
    });

    test("a configuration is failed at its line, and nothing of it is in the address", async () => {
      const { context, page, complaints } = await visit(browser, { javaScriptEnabled });
      await page.goto(server.url);
      await page.getByRole("link", { name: "Lint", exact: true }).click();
      await page.getByLabel("Configuration").fill(reflecting);
      await page.getByRole("button", { name: "Judge" }).click();
      const verdict = page.getByText("Failed", { exact: true });
      expect(await nameOfColour(verdict)).toBe("red");
      const note = page.locator("#line-4 + .source-note");
      expect(await note.first().innerText()).toMatch(/reflects-any-origin/);
      expect(await page.locator("#line-4 .source-number").textContent()).toBe("4");
      expect(page.url()).toBe(`${server.url}lint`);
      expect(complaints).toEqual([]);
      await context.close();
    });
  });

  test("a good configuration passes, in green", async () => {
    const { context, page } = await visit(browser);
    await page.goto(`${server.url}lint`);
    await page.getByLabel("Configuration").fill("server {\n  listen 80;\n  location / { return 204; }\n}\n");
    await page.getByRole("button", { name: "Judge" }).click();
    expect(await nameOfColour(page.getByText("Passed", { exact: true }))).toBe("green");
    await context.close();
  });

  test("markup in a configuration or a policy is text", async () => {
    const { context, page, complaints } = await visit(browser);
    await page.goto(`${server.url}lint`);
    const text = `</textarea>${hostileMarkup}\nserver { listen 80; include "/etc/${hostileMarkup.replaceAll('"', "")}"; }\n\u202e\u0000 `;
    await page.getByLabel("Configuration").fill(text);
    await page.getByLabel("Kind").selectOption("nginx");
    await page.getByRole("button", { name: "Judge" }).click();
    await page.getByRole("heading", { name: "The verdict" }).waitFor();
    expect(await page.locator("#line-1 code").textContent()).toBe(`</textarea>${hostileMarkup}`);
    expect(await page.locator(".source").innerText()).toContain("\\u202e");
    expect(await page.locator("main script, main img").count()).toBe(0);

    for (const name of ["policy", "environment", "version", "server", "accept"]) {
      await page.goto(
        `${server.url}generate?${new URLSearchParams({ policy, [name]: `</textarea>${hostileMarkup}` })}`,
      );
      expect(await page.locator("main script, main img").count(), name).toBe(0);
    }
    expect(await page.title()).not.toBe("owned");
    // The server's answer to a mistake is a 4xx, which the console tells.
    expect(complaints.filter((complaint) => !/status of 4\d\d/.test(complaint))).toEqual([]);
    await context.close();
  });
});
