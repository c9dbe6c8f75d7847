import { html } from "hono/html";
import type { TestVerdict } from "../report/scan-report.ts";
import type { Html } from "./html.ts";

/** The words of a verdict. */
export const verdictWords: Readonly<Record<TestVerdict, string>> = {
  passed: "Passed",
  failed: "Failed",
  inconclusive: "Could not test",
  "not-applicable": "Not applicable",
};

const shapes: Readonly<Record<TestVerdict, string>> = {
  passed: "M5 12.5 10 17.5 19 7",
  failed: "M6.5 6.5 17.5 17.5M17.5 6.5 6.5 17.5",
  inconclusive: "M9 9a3 3 0 1 1 4.2 2.75c-.8.4-1.2.95-1.2 1.75V14M12 17.6v.1",
  "not-applicable": "M6 12h12",
};

/** A verdict as word, shape and colour, so that none of the three is needed to read it. */
export function verdictBadge(verdict: TestVerdict): Html {
  return html`<span class="verdict verdict-${verdict}"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false"><path d="${shapes[verdict]}" fill="none" stroke="currentColor" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round"/></svg><strong>${verdictWords[verdict]}</strong></span>`;
}
