import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import { attemptsOf, isPageCall } from "../../packages/toolkit/src/explain/attempt.ts";
import type { Cause } from "../../packages/toolkit/src/explain/cause.ts";
import type { RepairedCall } from "../../packages/toolkit/src/explain/changes.ts";
import { diagnoseAttempt } from "../../packages/toolkit/src/explain/diagnose-attempt.ts";
import { repaired } from "../../packages/toolkit/src/explain/propose-fixes.ts";
import { readHar } from "../../packages/toolkit/src/explain/read-har.ts";
import { recordChromium } from "./chromium-recorder.ts";
import { recordFirefox } from "./firefox-recorder.ts";
import type { RecordingBrowser } from "./network-recorder.ts";
import { isShown } from "./recording.ts";
import type { Scenario } from "./scenario.ts";
import { startScenarioServer } from "./scenario-server.ts";
import { recordWebkit } from "./webkit-recorder.ts";

export const recorders: Readonly<Record<BrowserEngine, () => Promise<RecordingBrowser>>> = {
  chromium: recordChromium,
  firefox: recordFirefox,
  webkit: recordWebkit,
};

/** Beside CORS, or a cookie that needs https to be sent at all. */
const notReplayed: readonly Cause[] = ["not-cors", "local-network-access", "cookie-not-sent"];

export interface ReplayedFix {
  readonly engine: BrowserEngine;
  readonly id: string;
  readonly succeeded: boolean;
  readonly result: unknown;
}

/**
 * Each scenario fails in Chromium, is explained from Chromium's archive, and is shown again in every browser asked for, its
 * servers changed as the fix says and no more.
 */
export async function replayFixes(
  scenarios: readonly Scenario[],
  engines: readonly BrowserEngine[],
): Promise<readonly ReplayedFix[]> {
  const server = await startScenarioServer();
  const fixed: { readonly scenario: Scenario; readonly call: RepairedCall }[] = [];
  const replayed: ReplayedFix[] = [];
  try {
    await inBrowser("chromium", async (browser) => {
      for (const scenario of scenarios) {
        // What a browser has in its cache stays there, whatever its server answers from then on.
        if (notReplayed.includes(scenario.cause) || scenario.answers.a?.withoutOrigin !== undefined) continue;
        await server.run(scenario);
        const { har } = await browser.take();
        const call = fixOf(JSON.stringify(har), scenario.cause);
        // A redirect that was not followed leaves two causes, and no answer to change.
        if (call === "several") continue;
        if (call !== null) fixed.push({ scenario, call });
        else replayed.push({ engine: "chromium", id: scenario.id, succeeded: false, result: "no fix" });
      }
    });
    for (const engine of engines) {
      await inBrowser(engine, async () => {
        for (const { scenario, call } of fixed) {
          const { finalUrl } = call.changes;
          const script =
            finalUrl === null
              ? scenario.script
              : scenario.script.replace(/url\('a'\)(?: \+ '[^']*')?/, JSON.stringify(finalUrl));
          const result = await server.runWith({ ...scenario, script }, call.after);
          replayed.push({ engine, id: scenario.id, succeeded: !isShown({ cause: scenario.cause, result }), result });
        }
      });
    }
  } finally {
    await server.close();
  }
  return replayed;

  async function inBrowser(engine: BrowserEngine, work: (browser: RecordingBrowser) => Promise<void>): Promise<void> {
    const browser = await recorders[engine]();
    try {
      await browser.open(server.runner);
      await browser.take();
      await work(browser);
    } finally {
      await browser.close();
    }
  }
}

function fixOf(archive: string, cause: Cause): RepairedCall | "several" | null {
  const [diagnosis] = attemptsOf(readHar(archive).observations)
    .filter(isPageCall)
    .map(diagnoseAttempt)
    .sort((left, right) => left.rank - right.rank);
  if (diagnosis !== undefined && diagnosis.causes.length > 1 && diagnosis.causes.includes(cause)) return "several";
  return diagnosis === undefined || diagnosis.causes.join() !== cause ? null : repaired(diagnosis, cause);
}
