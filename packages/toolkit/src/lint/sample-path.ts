import { originLanguage } from "./origin-language.ts";
import { withinBudget } from "./step-budget.ts";

/** A path that a regular expression of paths matches; null where none is found. */
export function samplePath(pcre: string): string | null {
  return withinBudget(() => originLanguage(pcre, false)?.shortestIn("/[a-z0-9/._-]*") ?? null);
}
