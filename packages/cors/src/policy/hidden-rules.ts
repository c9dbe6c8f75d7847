import type { PathPattern } from "./policy.ts";
import type { DocumentPath, Report } from "./problem.ts";

/** A rule's path and where it was written. */
export interface RulePath {
  readonly ruleId: string;
  readonly pattern: PathPattern;
  readonly place: DocumentPath;
}

/** Reports each rule that no request can reach, because one earlier rule covers every path it covers. */
export function reportHiddenRules(paths: readonly RulePath[], report: Report): void {
  for (const [index, { pattern, place }] of paths.entries()) {
    const hider = paths.slice(0, index).find((earlier) => coversAllOf(earlier.pattern, pattern));
    if (hider === undefined) continue;
    report("rule-hidden", place, pattern.text, {
      ruleId: hider.ruleId,
      part: hider.pattern.text,
      earlier: hider.place,
    });
  }
}

/**
 * Whether one pattern covers every path that another covers. Without regard to case: a path that only differs in case is
 * ambiguous, so the later rule would not get it either.
 */
function coversAllOf(wide: PathPattern, narrow: PathPattern): boolean {
  if (narrow.segments.length < wide.segments.length) return false;
  if (!wide.everythingBelow && (narrow.everythingBelow || narrow.segments.length > wide.segments.length)) return false;
  return wide.segments.every((segment, index) => {
    if ("name" in segment) return true;
    const other = narrow.segments[index];
    return other !== undefined && "literal" in other && other.literal.toLowerCase() === segment.literal.toLowerCase();
  });
}
