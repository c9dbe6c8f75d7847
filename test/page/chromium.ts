import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

export const chromiumPath = "/usr/bin/chromium";

/** Headless Chromium with a fresh profile that reaches for nothing on its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
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
}

/** A visitor: one browser context with one page, and everything that went wrong in it. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, uncaught exceptions, refused loads; a sound visit leaves it empty. */
  readonly complaints: string[];
  /** Bytes that came over the network for documents and what they load, heads and compressed bodies, by address. */
  readonly transferred: Map<string, number>;
}

export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const transferred = new Map<string, number>();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfinished", async (request) => {
    const sizes = await request.sizes().catch(() => null);
    if (sizes !== null) transferred.set(request.url(), sizes.responseBodySize + sizes.responseHeadersSize);
  });
  return { context, page, complaints, transferred };
}
