import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireProgram } from "../requirements.ts";
import { axeViolations } from "./axe-violations.ts";
import { chromiumPath, launchChromium, visit } from "./chromium.ts";
import { startSilentSite, type TestSite } from "./hostile-site.ts";
import { type RunningPage, startPage } from "./start-page.ts";

const policy =
  "rules:\n  - { id: api, path: /api/*, allowOrigins: ['https://*.example.com', https://a-long-name-of-an-origin.example.com] }\n";
const blocked =
  "fetch('https://api.example/a', { method: 'PUT', credentials: 'include' })\n\nHTTP/1.1 401 Unauthorized\nServer: nginx";
const configuration = `server {\n\tlisten 80;\n\tlocation / {\n\t\tadd_header Access-Control-Allow-Origin $http_origin;\n\t\tadd_header Access-Control-Allow-Credentials true;\n\t\tadd_header X-Long ${"a".repeat(300)};\n\t}\n}\n`;

/** Every page and state: how to get there, and the heading that says that one is there. */
// biome-ignore format: one page per line
const states = [
  ["the home page",                     { open: "" },                              "Check your CORS"],
  ["a mistake in the box",              { scan: "http://" },                       "Check your CORS"],
  ["a scan under way",                  { silent: true },                        "Scanning"],
  ["passed, no CORS",                   { demo: "no-cors", settled: true },        "CORS is not enabled"],
  ["passed, an exact list",             { demo: "exact-list", settled: true },     "CORS is enabled"],
  ["failed, unsafe",                    { demo: "reflects-any-origin", settled: true }, "Every origin is allowed, with credentials"],
  ["failed, broken",                    { demo: "two-headers", settled: true },    "HTTP Security Headers"],
  ["failed behind redirects",           { demo: "redirect-to-a-hole", settled: true }, "Redirects"],
  ["could not test",                    { scan: "http://192.168.0.1/" },           "HTTP Security Headers"],
  ["about the scanner",                 { open: "scanner" },                       "About the scanner"],
  ["nothing at this address",           { open: "no-such-page" },                  "There is nothing here"],
  ["the box for a configuration",       { open: "lint" },                          "Judge a configuration"],
  ["the box for a policy",              { open: "generate" },                      "Generate a configuration"],
  ["generated files",                   { open: `generate?policy=${encodeURIComponent(policy)}` }, "The files"],
  ["what the server cannot do",         { open: `generate?server=iis-custom-headers&policy=${encodeURIComponent(policy)}` }, "What this server cannot do"],
  ["a policy with a mistake",           { open: "generate?policy=rules%3A%20%5B%7B%7D%5D" }, "Problems of the policy"],
  ["a configuration, judged",           { lint: configuration },                   "The verdict"],
  ["the box for what was blocked",      { open: "explain" },                       "Blocked by CORS policy?"],
  ["a blocked call, explained",         { explain: blocked },                      "The preflight is asked to log in"],
  ["the guide's contents",              { open: "learn" },                         "CORS, from the beginning"],
  ["a chapter with examples",           { open: "learn/directives" },              "The six response headers"],
  ["a chapter with tables",             { open: "learn/figures" },                 "Figures"],
  ["a chapter with configurations",     { open: "learn/configure-servers" },       "Configuring Apache, nginx and IIS"],
  ["a chapter with stories",            { open: "learn/security" },                "What goes wrong"],
  ["the stepper, blocked",              { open: "learn/stepper?method=PUT&preflight=204%0Axx" }, "Blocked: CORS check, step 2"],
  ["the stepper, read",                 { open: "learn/stepper?answer=Access-Control-Allow-Origin%3A+*" }, "The page reads the answer"],
  ["the stepper, a mistake",            { open: "learn/stepper?url=api" },         "The browser, step by step"],
  ["no such scan",                      { open: "scan/no-such-scan" },             "There is no such scan"],
] as const;

describe.runIf(requireProgram(chromiumPath, "chromium"))("for everybody", () => {
  let browser: Browser;
  let server: RunningPage;
  let silent: TestSite;

  beforeAll(async () => {
    silent = await startSilentSite();
    browser = await launchChromium();
    server = await startPage({ alsoAllowed: [silent.hostAndPort] });
  });

  afterAll(async () => {
    await browser?.close();
    await silent?.close();
    await server?.close();
  });

  function addressOf(way: { scan: string } | { demo: string } | { silent: true }): string {
    if ("scan" in way) return way.scan;
    return "demo" in way ? server.site(way.demo).url : `http://${silent.hostAndPort}/`;
  }

  describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
    test.each(states)("%s: axe is content, and nothing scrolls sideways at 320 pixels", async (_name, way, heading) => {
      const { context, page } = await visit(browser, { colorScheme, viewport: { width: 320, height: 640 } });
      if ("open" in way) await page.goto(server.url + way.open);
      else if ("lint" in way) {
        await page.goto(`${server.url}lint`);
        await page.getByLabel("Configuration").fill(way.lint);
        await page.getByRole("button", { name: "Judge" }).click();
      } else if ("explain" in way) {
        await page.goto(`${server.url}explain`);
        await page.getByLabel("Evidence").fill(way.explain);
        await page.getByLabel("The page’s origin").fill("https://app.example");
        await page.getByRole("button", { name: "Explain" }).click();
      } else {
        await page.goto(server.url);
        await page.getByLabel("Domain or address").fill(addressOf(way));
        await page.getByRole("button", { name: "Scan", exact: true }).click();
      }
      await page.getByRole("heading", { name: heading }).first().waitFor();

      await page.locator("details").evaluateAll((elements) => {
        for (const element of elements) element.setAttribute("open", "");
      });
      expect(await axeViolations(page)).toEqual([]);
      for (const width of [320, 768, 1280, 2560]) {
        await page.setViewportSize({ width, height: 640 });
        expect(await page.evaluate("document.documentElement.scrollWidth"), `${width} pixels`).toBeLessThanOrEqual(
          width,
        );
      }
      await context.close();
    });
  });

  test("a scan by keyboard alone, every focus visible", async () => {
    const { context, page } = await visit(browser);
    await page.goto(server.url);
    const path: string[] = [];
    for (let press = 0; press < 7; press++) {
      await page.keyboard.press("Tab");
      path.push(await focused());
    }
    expect(path).toEqual([
      "Skip to the content",
      "Crosscheck",
      "Generate",
      "Lint",
      "Explain",
      "Learn",
      "Domain or address",
    ]);
    await page.keyboard.type(server.site("reflects-any-origin").url);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Scan");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await page.getByLabel("Clear cache").isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await page.getByLabel("Follow redirects").isChecked()).toBe(false);
    await page.keyboard.press("Enter");
    await page.locator(".test-line").first().getByText("Failed", { exact: true }).waitFor();

    // The tabs of the fix are one stop, and the arrow keys change them.
    await page.getByRole("radio", { name: "nginx" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("radio", { name: "Apache" }).isChecked()).toBe(true);
    await context.close();

    /** The name of what has the focus; throws when nobody could see that it has. */
    async function focused(): Promise<string> {
      return page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement)) return "nothing";
        const name = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent;
        if (Number.parseFloat(getComputedStyle(element).outlineWidth) < 2) throw new Error(`no outline on ${name}`);
        return name?.trim() ?? "";
      });
    }
  });

  test("movement stops for those who asked for less of it", async () => {
    const { context, page } = await visit(browser, { reducedMotion: "reduce" });
    await page.goto(server.url);
    await page.getByLabel("Domain or address").fill(addressOf({ silent: true }));
    await page.getByRole("button", { name: "Scan", exact: true }).click();
    await page.getByRole("heading", { name: "Scanning" }).waitFor();
    const animations = await page.evaluate(
      () => getComputedStyle(document.querySelector(".activity") ?? document.body, "::before").animationName,
    );
    expect(animations).toBe("none");
    await context.close();
  });
});
