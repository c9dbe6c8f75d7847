import { parseUrl } from "../http/parse-url.ts";
import type { OriginPatternProblem } from "./explain-origin-pattern.ts";
import { takeOriginPattern } from "./take-origin-pattern.ts";

/** What a URL's parser makes of a text that was not taken as a pattern, for bundles that are not for Node: see for-others.ts. */
export function explainOriginPattern(text: string): OriginPatternProblem {
  const suggestion = parseUrl(text)?.origin ?? "null";
  if (takeOriginPattern(suggestion) === null) return { code: "origin-pattern-host-invalid" };
  return { code: text.startsWith(suggestion) ? "origin-pattern-has-path" : "origin-pattern-host-invalid", suggestion };
}
