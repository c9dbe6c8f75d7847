import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireProgram } from "../requirements.ts";
import { chromiumPath, launchChromium, visit } from "./chromium.ts";
import { hostileMarkup, startHostileSite, type TestSite } from "./hostile-site.ts";
import { type RunningPage, startPage } from "./start-page.ts";

describe.runIf(requireProgram(chromiumPath, "chromium"))("what the page survives", () => {
  let browser: Browser;
  let server: RunningPage;
  let hostile: TestSite;

  beforeAll(async () => {
    hostile = await startHostileSite();
    browser = await launchChromium();
    server = await startPage({ alsoAllowed: [hostile.hostAndPort] });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await hostile?.close();
  });

  test("a hostile site's header values are shown as text", async () => {
    const { context, page, complaints } = await visit(browser);
    await page.goto(server.url);
    await page
      .getByLabel("Domain or address")
      .fill(`http://${hostile.hostAndPort}/?${hostileMarkup.replaceAll(" ", "+")}`);
    await page.getByRole("button", { name: "Scan", exact: true }).click();
    await page.getByRole("heading", { name: "HTTP Security Headers" }).waitFor();
    const shown = await page.locator("main").innerText();
    expect(shown).toContain(`X-Markup: ${hostileMarkup}`);
    expect(shown).toContain("X-Escape: \\x9b31mred");
    expect(shown).not.toContain("\u009b");
    expect(await page.locator("main script, main img").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("markup typed into the box comes back as text", async () => {
    const { context, page } = await visit(browser);
    await page.goto(server.url);
    await page.getByLabel("Domain or address").fill(`http://${hostileMarkup}`);
    await page.getByRole("button", { name: "Scan", exact: true }).click();
    await page.getByText("is not a URL or a domain").waitFor();
    expect(await page.getByLabel("Domain or address").inputValue()).toBe(`http://${hostileMarkup}`);
    expect(await page.title()).not.toBe("owned");
    await context.close();
  });

  test("a page of another origin can neither scan through the form nor read a result", async () => {
    const { context, page } = await visit(browser);
    await page.goto(server.site("no-cors").url);
    await page.evaluate((url) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = `${url}scan`;
      const input = document.createElement("input");
      input.name = "url";
      input.value = "example.com";
      form.append(input);
      document.body.append(form);
      form.submit();
    }, server.url);
    await page.getByRole("heading", { name: "Requests from other sites are refused" }).waitFor();

    await page.goto(server.site("no-cors").url);
    const outcome = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => "read",
          () => "refused",
        ),
      `${server.url}api/openapi.json`,
    );
    expect(outcome).toBe("refused");
    await context.close();
  });

  test("injected markup could do nothing: the policy refuses scripts, handlers and frames", async () => {
    const { context, page } = await visit(browser);
    await page.goto(server.url);
    const refused = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
      try {
        document.body.insertAdjacentHTML("beforeend", "<p>text</p>");
      } catch {
        // Trusted Types throw as well as report.
      }
      for (const [name, attribute, value] of [
        ["img", "src", "http://evil.example/x.png"],
        ["iframe", "src", "http://evil.example/"],
        ["link", "href", "http://evil.example/x.css"],
      ] as const) {
        const element = document.createElement(name);
        if (element instanceof HTMLLinkElement) element.rel = "stylesheet";
        element.setAttribute(attribute, value);
        document.body.append(element);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      return violations;
    });
    expect(new Set(refused)).toEqual(new Set(["require-trusted-types-for", "img-src", "frame-src", "style-src-elem"]));
    await context.close();
  });

  // biome-ignore format: one way per line
  const ways = [
    ["home",    null],
    ["passed",  "exact-list"],
    ["failed",  "reflects-any-origin"],
    ["broken",  "wildcard-with-credentials"],
  ] as const;

  test.each(ways)("%s: light, whole from this server, and without a complaint", async (name, id) => {
    const { context, page } = await visit(browser);
    await page.goto(server.url);
    if (id !== null) {
      const { title } = server.site(id);
      await page.getByRole("button", { name: title, exact: false }).first().click();
      await page.getByRole("heading", { name: "HTTP Security Headers" }).waitFor();
    }
    const address = page.url();
    await context.close();
    const fresh = await visit(browser);
    await fresh.page.goto(address, { waitUntil: "networkidle" });
    report(name, fresh.transferred);
    expect(fresh.complaints).toEqual([]);
    await fresh.context.close();
  });

  function report(name: string, transferred: ReadonlyMap<string, number>): void {
    const bytes = [...transferred.values()].reduce((sum, size) => sum + size, 0);
    for (const url of transferred.keys()) expect(url.startsWith(server.url), url).toBe(true);
    expect(transferred.size, name).toBeGreaterThanOrEqual(3);
    expect(bytes, `${name}: bytes transferred`).toBeLessThan(30 * 1024);
    process.stdout.write(`${name}: ${transferred.size} files, ${bytes} bytes\n`);
  }
});
