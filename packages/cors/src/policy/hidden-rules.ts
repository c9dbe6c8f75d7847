import type { PathPattern } from "./policy.ts";
import type { DocumentPath, Report } from "./problem.ts";

/** A rule's path and where it was written. */
export interface RulePath {
  readonly ruleId: string;
  readonly pattern: PathPattern;
  readonly place: DocumentPath;
}

/** Where a pattern leads from a segment: by literal in lower case, by any name, and the patterns that end here. */
interface Step {
  readonly literals: Map<string, Step>;
  named: Step | null;
  /** The first pattern that ends here and covers this path only. */
  here: RulePath | null;
  /** The first pattern that ends here and covers everything below. */
  below: RulePath | null;
}

/**
 * Reports each rule that no request can reach, because one earlier rule covers every path it covers. Without regard to
 * case: a path that only differs in case is ambiguous, so the later rule would not get it either.
 *
 * The earlier patterns are a tree of segments, so that a rule is not compared with each of them.
 */
export function reportHiddenRules(paths: readonly RulePath[], report: Report): void {
  const order = new Map(paths.map((path, index) => [path, index]));
  const root = newStep();
  for (const path of paths) {
    const hiders = coveringPatterns(root, path.pattern);
    const [hider] = hiders.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    if (hider !== undefined) {
      report("rule-hidden", path.place, path.pattern.text, {
        ruleId: hider.ruleId,
        part: hider.pattern.text,
        earlier: hider.place,
      });
    }
    addPattern(root, path);
  }
}

function newStep(): Step {
  return { literals: new Map(), named: null, here: null, below: null };
}

function addPattern(root: Step, path: RulePath): void {
  let step = root;
  for (const segment of path.pattern.segments) {
    if ("name" in segment) {
      step.named ??= newStep();
      step = step.named;
    } else {
      const literal = segment.literal.toLowerCase();
      const next = step.literals.get(literal) ?? newStep();
      step.literals.set(literal, next);
      step = next;
    }
  }
  if (path.pattern.everythingBelow) step.below ??= path;
  else step.here ??= path;
}

/** The patterns of the tree that cover every path of a pattern: a name covers a literal, never the reverse. */
function coveringPatterns(root: Step, pattern: PathPattern): RulePath[] {
  const found: RulePath[] = [];
  let steps: readonly Step[] = [root];
  for (const segment of [...pattern.segments, null]) {
    const next: Step[] = [];
    for (const step of steps) {
      if (step.below !== null) found.push(step.below);
      if (segment === null) {
        if (step.here !== null && !pattern.everythingBelow) found.push(step.here);
        continue;
      }
      if (step.named !== null) next.push(step.named);
      const literal = "literal" in segment ? step.literals.get(segment.literal.toLowerCase()) : undefined;
      if (literal !== undefined) next.push(literal);
    }
    steps = next;
  }
  return found;
}
