import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import { chromiumPath } from "../page/chromium.ts";
import type { BrowserCase } from "./browser-case.ts";
import type { BrowserDriver } from "./browser-driver.ts";
import { startChromium } from "./chromium-driver.ts";
import { startFirefox } from "./firefox-driver.ts";
import { generateCases } from "./generate-cases.ts";
import { type RecordedCase, runCases } from "./run-cases.ts";
import { startTruthServer } from "./truth-server.ts";
import { miniBrowserPath, startWebkit } from "./webkit-driver.ts";

/** How each engine is started, what it needs, and how many disagreements in 10,000 cases are too many. */
export interface EngineUnderTest {
  readonly start: () => Promise<BrowserDriver>;
  readonly program: string;
  readonly debianPackages: string;
  readonly allowedIn10000: number;
}

export const engines: Readonly<Record<BrowserEngine, EngineUnderTest>> = {
  chromium: { start: startChromium, program: chromiumPath, debianPackages: "chromium", allowedIn10000: 2 },
  firefox: { start: startFirefox, program: "firefox-esr", debianPackages: "firefox-esr", allowedIn10000: 5 },
  webkit: {
    start: () => startWebkit(),
    program: miniBrowserPath,
    debianPackages: "webkit2gtk-driver xvfb xauth",
    allowedIn10000: 5,
  },
};

export const engineNames = Object.keys(engines) as readonly BrowserEngine[];

/** Draws cases, runs them in a fresh browser, and ends it. Resolves to the browser's version. */
export function runSeed(
  engine: BrowserEngine,
  seed: number,
  count: number,
  onBatch: (records: readonly RecordedCase[]) => void,
): Promise<string> {
  return runInFreshBrowser(engine, generateCases(seed, count), onBatch);
}

export async function runInFreshBrowser(
  engine: BrowserEngine,
  cases: readonly BrowserCase[],
  onBatch: (records: readonly RecordedCase[]) => void,
): Promise<string> {
  const server = await startTruthServer();
  try {
    const driver = await engines[engine].start();
    try {
      await runCases(driver, server, cases, onBatch);
      return driver.version;
    } finally {
      await driver.close();
    }
  } finally {
    await server.close();
  }
}
