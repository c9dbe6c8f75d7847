import axe from "axe-core";
import type { Page } from "playwright-core";

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
  readonly passes: readonly unknown[];
}

/** What axe has to say against a page, one line for each element; throws when it looked at nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result: AxeResult = await page.evaluate("axe.run(document, { resultTypes: ['violations', 'passes'] })");
  if (result.passes.length === 0) throw new Error("axe ran no rule");
  return result.violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
