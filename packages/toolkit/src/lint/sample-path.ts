import { originLanguage } from "./origin-language.ts";

/** A path that a regular expression of paths matches; null where none is found. */
export function samplePath(pcre: string): string | null {
  return originLanguage(pcre, false)?.shortestIn("/[a-z0-9/._-]*") ?? null;
}
