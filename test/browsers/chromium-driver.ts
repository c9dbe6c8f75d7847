import { launchChromium } from "../page/chromium.ts";
import type { BrowserDriver } from "./browser-driver.ts";

export async function startChromium(): Promise<BrowserDriver> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  let messages: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  return {
    engine: "chromium",
    version: browser.version(),
    async open(url) {
      await page.goto(url);
    },
    async takeMessages() {
      const taken = messages;
      messages = [];
      return taken;
    },
    close: () => browser.close(),
  };
}
