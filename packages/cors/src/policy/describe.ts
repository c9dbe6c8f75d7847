import { sentencesOf } from "#for-authors";
import { describePath } from "./describe-path.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import { quote } from "./quote.ts";

/**
 * A problem in words: where and what, then why, then what to do, a line each.
 *
 *     rules[0].allowOrigins[1]: "https://app.example/" has a path.
 *     A browser sends a serialized origin, which has none, so this can never match.
 *     Write "https://app.example".
 */
export function describe(problem: Problem): string {
  const place = describePath(problem.path);
  return `${place === "" ? "" : `${place}: `}${describeWithoutPlace(problem)}`;
}

/** The same without its path, for those who put a file's line before it. */
export function describeWithoutPlace(problem: Problem): string {
  const [what, why, todo] = sentencesOf(problem);
  const { suggestion } = problem;
  const advice = suggestion === undefined ? todo : adviceFor(problem.code, quote(suggestion));
  return [what, why, ...(advice === undefined ? [] : [advice])].join("\n");
}

function adviceFor(code: ProblemCode, suggestion: string): string {
  if (code === "unknown-key") return `Did you mean ${suggestion}?`;
  if (code === "origin-pattern-normalised" || code === "path-normalised") {
    return `It is taken as ${suggestion}; write that.`;
  }
  return `Write ${suggestion}.`;
}
