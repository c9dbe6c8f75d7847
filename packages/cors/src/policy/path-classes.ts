import type { PathPattern, Rule } from "./policy.ts";

/** What decides the requests of one path: a rule, no rule, or the refusal of ambiguous targets. */
export type PathOutcome = Rule | "ambiguous" | null;

/** Paths that two policies decide by the same two rules, and one of them. */
export interface PathClass {
  readonly old: PathOutcome;
  readonly new: PathOutcome;
  readonly example: string;
}

/** Entries looked at before the paths count as too entangled to compare. */
const mostWork = 5_000_000;

/**
 * Every combination of outcomes that some path has under two lists of rules, each once; null when there are too many paths
 * to try.
 *
 * A path is a sequence of segments, and a pattern looks at each segment by itself. So it is enough to try, segment by
 * segment, each literal that a pattern still alive has there, one other spelling of it in another case, and one segment that
 * no pattern names; and to go on once from each set of patterns still alive.
 */
export function pathClasses(oldRules: readonly Rule[], newRules: readonly Rule[]): readonly PathClass[] | null {
  // An ambiguous target is ambiguous under any rules.
  const classes = classSet(oldRules, newRules);
  classes.add("ambiguous", "ambiguous", "//");

  const patterns = [oldRules, oldRules, newRules, newRules].map((rules) => rules.map(({ path }) => path));
  const fresh = freshSegment(patterns.flat());
  let work = 0;
  let states: readonly State[] = [{ path: "", alive: patterns.map((list) => [...list.keys()]) }];
  for (let depth = 0; states.length > 0; depth++) {
    const next = new Map<string, State>();
    for (const { path, alive } of states) {
      const found = alive.map((view, index) => view.find((rule) => endsAt(patterns[index]?.[rule], depth)) ?? -1);
      classes.addFound(found, path || "/");
      // Once each view is decided whatever follows, deeper paths have the same outcome.
      const decided = alive.every(
        (view, index) => view.length === 0 || coversBelow(patterns[index]?.[view[0] ?? -1], depth),
      );
      if (decided) continue;
      const steps = alive.map((view, index) => readStep(view, patterns[index] ?? [], depth));
      for (const segment of segmentsToTry(steps, fresh)) {
        const after = steps.map((step, index) =>
          follow(step, segment, isFolded(index), patterns[index] ?? [], depth + 1),
        );
        work += after.reduce((sum, view) => sum + view.length + 1, 0);
        if (work > mostWork) return null;
        const key = after.map((view) => view.join()).join(";");
        if (!next.has(key)) next.set(key, { path: `${path}/${segment}`, alive: after });
      }
    }
    states = [...next.values()];
  }
  return classes.list();
}

/** The rules that may still match, in order: of the old list, of the old one without regard to case, then of the new one. */
interface State {
  readonly path: string;
  readonly alive: readonly (readonly number[])[];
}

function isFolded(view: number): boolean {
  return view % 2 === 1;
}

/** What one view does at one segment: the rules that take any, and those that ask for a literal. */
interface Step {
  readonly any: readonly number[];
  readonly literals: ReadonlyMap<string, readonly number[]>;
  readonly foldedLiterals: ReadonlyMap<string, readonly number[]>;
}

function readStep(view: readonly number[], patterns: readonly PathPattern[], depth: number): Step {
  const any: number[] = [];
  const literals = new Map<string, number[]>();
  const foldedLiterals = new Map<string, number[]>();
  for (const rule of view) {
    const pattern = patterns[rule];
    const segment = pattern?.segments[depth];
    if (segment === undefined) {
      if (pattern?.everythingBelow) any.push(rule);
    } else if ("name" in segment) {
      any.push(rule);
    } else {
      push(literals, segment.literal, rule);
      push(foldedLiterals, segment.literal.toLowerCase(), rule);
    }
  }
  return { any, literals, foldedLiterals };
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Literals first, so that an example looks like what was written. */
function segmentsToTry(steps: readonly Step[], fresh: string): readonly string[] {
  const spellings = new Set(steps.flatMap(({ literals }) => [...literals.keys()]));
  const folded = new Set([...spellings].map((literal) => literal.toLowerCase()));
  const otherCases = [...folded].map((literal) => otherCase(literal, spellings)).filter((literal) => literal !== null);
  return [...spellings, fresh, ...otherCases];
}

function follow(
  { any, literals, foldedLiterals }: Step,
  segment: string,
  folded: boolean,
  patterns: readonly PathPattern[],
  depth: number,
): readonly number[] {
  const named = folded ? foldedLiterals.get(segment.toLowerCase()) : literals.get(segment);
  const view = named === undefined ? any : [...any, ...named].sort((a, b) => a - b);
  // What comes after a rule that matches whatever follows is never reached.
  const sure = view.findIndex((rule) => coversBelow(patterns[rule], depth));
  return sure === -1 ? view : view.slice(0, sure + 1);
}

/** Whether a pattern whose segments so far matched covers a path of this many segments. */
function endsAt(pattern: PathPattern | undefined, depth: number): boolean {
  return pattern?.segments.length === depth || coversBelow(pattern, depth);
}

function coversBelow(pattern: PathPattern | undefined, depth: number): boolean {
  return pattern?.everythingBelow === true && pattern.segments.length <= depth;
}

/** A segment that no pattern has, in any case of letters. */
function freshSegment(patterns: readonly PathPattern[]): string {
  const literals = new Set(
    patterns.flatMap(({ segments }) =>
      segments.map((segment) => ("literal" in segment ? segment.literal.toLowerCase() : "")),
    ),
  );
  let segment = "other";
  while (literals.has(segment)) segment += "-";
  return segment;
}

/** A spelling that differs in case alone and is none of those given; null when there is none. */
function otherCase(literal: string, spellings: ReadonlySet<string>): string | null {
  // All letters first; then each choice of letters, of which one more than there are spellings are enough.
  const choices = Math.min(2 ** literal.replace(/[^a-z]/g, "").length, spellings.size + 1);
  for (let attempt = -1; attempt < choices; attempt++) {
    let letter = 0;
    const spelled = literal.replace(/[a-z]/g, (character) => {
      const chosen = attempt < 0 || Math.floor(attempt / 2 ** letter++) % 2 === 1;
      return chosen ? character.toUpperCase() : character;
    });
    if (!spellings.has(spelled)) return spelled;
  }
  return null;
}

/** The first example of each combination. */
function classSet(oldRules: readonly Rule[], newRules: readonly Rule[]) {
  const classes = new Map<string, PathClass>();
  const add = (old: number | "ambiguous", fresh: number | "ambiguous", example: string): void => {
    const key = `${old} ${fresh}`;
    if (!classes.has(key)) classes.set(key, { old: outcome(oldRules, old), new: outcome(newRules, fresh), example });
  };
  return {
    add,
    /** Takes the index found in each view; another one without regard to case makes the path ambiguous. */
    addFound([old = -1, oldFolded, fresh = -1, freshFolded]: readonly number[], example: string): void {
      add(old === oldFolded ? old : "ambiguous", fresh === freshFolded ? fresh : "ambiguous", example);
    },
    list: (): readonly PathClass[] => [...classes.values()],
  };
}

function outcome(rules: readonly Rule[], found: number | "ambiguous"): PathOutcome {
  return found === "ambiguous" ? found : (rules[found] ?? null);
}
