import type { CaseOutcome } from "./browser-case.ts";

/**
 * What differs between what a browser did and what the model says, as a sentence for each; empty when they agree. */
export function compareOutcomes(browser: CaseOutcome, model: CaseOutcome): readonly string[] {
  const differences: string[] = [];
  for (const [index, real] of browser.steps.entries()) {
    const said = model.steps[index];
    for (const field of ["verdict", "responseType", "status", "headers", "redirected", "timing"] as const) {
      const [a, b] = [JSON.stringify(real[field]), JSON.stringify(said?.[field])];
      if (a !== b) differences.push(`step ${index}: ${field} is ${a}, the model says ${b}`);
    }
  }
  const [a, b] = [JSON.stringify(browser.wire), JSON.stringify(model.wire)];
  if (a !== b) differences.push(`wire is ${a}, the model says ${b}`);
  return differences;
}
