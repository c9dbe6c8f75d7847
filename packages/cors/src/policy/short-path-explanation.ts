import type { PathProblem } from "./explain-path-pattern.ts";

/** That a text is no path, for bundles that are not for Node: see for-others.ts. */
export function explainPathPattern(text: string): PathProblem {
  return { code: text.startsWith("/") ? "path-syntax-unsupported" : "path-not-absolute" };
}
