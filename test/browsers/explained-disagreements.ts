import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import type { BrowserCase, CaseOutcome } from "./browser-case.ts";
import { compareOutcomes } from "./compare-outcomes.ts";

/** Where a browser and the model are known to differ. It counts as a disagreement all the same: this only says which. */
export interface ExplainedDisagreement {
  readonly id: string;
  readonly engines: readonly BrowserEngine[];
  readonly what: string;
  readonly covers: (one: BrowserCase, browser: CaseOutcome, model: CaseOutcome) => boolean;
}

const explainedDisagreements: readonly ExplainedDisagreement[] = [
  {
    id: "first-cached-preflight-missed",
    engines: ["firefox"],
    what: "The first preflight that a page or frame keeps for another port of the top page's own host is sent once more, and found from then on.",
    covers: ({ steps }, browser, model) => {
      if (steps.length < 2 || !isOnlyWire(browser, model)) return false;
      const again = browser.wire.findIndex((request, index) => !isEqual(request, model.wire[index]));
      const [method, url, origin] = browser.wire[again] ?? [];
      const [firstMethod, firstUrl, firstOrigin] = browser.wire[0] ?? [];
      const isSecond = again === 2 && method === "OPTIONS" && firstMethod === "OPTIONS";
      if (!isSecond || url !== firstUrl || origin !== firstOrigin || !url?.startsWith("http://127.0.0.1:"))
        return false;
      return isEqual(browser.wire.toSpliced(again, 1), model.wire);
    },
  },
  {
    id: "asked-again",
    engines: ["chromium", "firefox", "webkit"],
    what: "After status 408, or a connection that ends after an interim response, a browser may ask once more, which depends on what else went over its connections.",
    covers: ({ answers }, browser, model) =>
      Object.values(answers).some(({ actual: { status } }) => status === 408 || (status >= 100 && status <= 199)) &&
      isOnlyWire(browser, model) &&
      isEqual(browser.wire.at(-1), browser.wire.at(-2)) &&
      isEqual(browser.wire.slice(0, -1), model.wire),
  },
];

export function explanationOf(
  engine: BrowserEngine,
  one: BrowserCase,
  browser: CaseOutcome,
  model: CaseOutcome,
): ExplainedDisagreement | null {
  const explained = explainedDisagreements.find(
    ({ engines, covers }) => engines.includes(engine) && covers(one, browser, model),
  );
  return explained ?? null;
}

/** What the page got is what the model says. */
function isOnlyWire(browser: CaseOutcome, model: CaseOutcome): boolean {
  return compareOutcomes(browser, { ...model, wire: browser.wire }).length === 0;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
