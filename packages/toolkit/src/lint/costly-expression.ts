import type { CharSet } from "refa";
import { type PositionAutomaton, readExpression } from "./position-automaton.ts";
import type { StepBudget } from "./step-budget.ts";

/** How an expression can be made to take long: a text of a part that repeats, and an end that fails. */
export interface CostlyExpression {
  readonly kind: "exponential" | "polynomial";
  readonly before: string;
  readonly part: string;
  readonly after: string;
  /** How often a backtracking engine tries, for a text with so many parts; no more than `Number.MAX_VALUE`. */
  readonly tries: (parts: number) => number;
  /** The same for a text, wherever in it the search begins. */
  readonly triesOver: (text: string) => number;
}

/**
 * An expression that reads one text in exponentially many ways, or in a power of its length, and then fails: a
 * backtracking engine tries them all. By the two signs of Weber and Seidl (1991): a state that a word leads back to on two
 * ways; two states, each with a way back to itself by the word that also leads from one to the other. Null for one
 * that has neither, or that stands for no finite automaton.
 */
export function costlyExpression(pcre: string, caseless: boolean, budget: StepBudget): CostlyExpression | null {
  if (!/[*+}]/.test(pcre)) return null;
  const exact = readExpression(pcre, caseless, budget);
  const read = readExpression(pcre, caseless, budget, { endless: 10 });
  if (read.kind !== "automaton" || exact.kind !== "automaton") return null;
  const { automaton } = read;
  const component = components(automaton, budget);
  const looped = [...automaton.read.keys()].filter((state) => component.has(state));
  for (const state of looped) {
    const part = twoWaysBack(automaton, component, state, budget);
    if (part === null) continue;
    const costly = failing(automaton, exact.automaton, "exponential", state, part, budget);
    if (costly !== null && takesLong(costly)) return costly;
  }
  for (const first of looped) {
    for (const second of looped) {
      if (component.get(first) === component.get(second)) continue;
      const part = sharedLoop(automaton, component, first, second, budget);
      if (part === null) continue;
      const costly = failing(automaton, exact.automaton, "polynomial", first, part, budget);
      if (costly !== null && takesLong(costly)) return costly;
    }
  }
  return null;
}

/** The length of an Origin that servers take, and what a processor tries in a tenth of a second. */
const headerBytes = 8_000;
const manyTries = 10_000_000;

/** What repeats may do so a limited number of times: a text that is longer is then not tried at all. */
function takesLong({ part, tries }: CostlyExpression): boolean {
  return [30, 100, 400, 1_000, headerBytes / part.length].some((parts) => tries(Math.floor(parts)) >= manyTries);
}

/** The runs of an automaton over a text and its beginnings: each is a way that a backtracking engine goes. */
function runsOver(automaton: PositionAutomaton, text: string, budget?: StepBudget): number {
  let at = new Map([[0, 1]]);
  let total = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    const reached = new Map<number, number>();
    for (const [state, runs] of at) {
      budget?.spend(automaton.next[state]?.size ?? 0);
      for (const [to, ways] of automaton.next[state] ?? []) {
        if (automaton.read[to]?.has(code) !== true) continue;
        reached.set(to, Math.min(Number.MAX_VALUE, (reached.get(to) ?? 0) + runs * ways));
      }
    }
    if (reached.size === 0) break;
    at = reached;
    for (const runs of at.values()) total = Math.min(Number.MAX_VALUE, total + runs);
  }
  return total;
}

/** The strongly connected part that each state on a loop is in. */
function components({ next }: PositionAutomaton, budget: StepBudget): ReadonlyMap<number, number> {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const found = new Map<number, number>();
  for (const root of next.keys()) {
    if (index.has(root)) continue;
    const work: { readonly state: number; readonly to: readonly number[]; at: number }[] = [];
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const to = top.to[top.at++];
      if (to === undefined) {
        work.pop();
        leave(top.state);
        const parent = work.at(-1)?.state;
        if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(top.state) ?? 0));
      } else if (!index.has(to)) enter(to);
      else if (onStack.has(to)) low.set(top.state, Math.min(low.get(top.state) ?? 0, index.get(to) ?? 0));
    }

    function enter(state: number): void {
      index.set(state, index.size);
      low.set(state, index.get(state) ?? 0);
      stack.push(state);
      onStack.add(state);
      const to = [...(next[state]?.keys() ?? [])];
      budget.spend(to.length + 1);
      work.push({ state, to, at: 0 });
    }
  }
  return found;

  function leave(state: number): void {
    if (low.get(state) !== index.get(state)) return;
    const members: number[] = [];
    for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
      onStack.delete(member);
      members.push(member);
      if (member === state) break;
    }
    const [only] = members;
    const isLoop = members.length > 1 || (only !== undefined && next[only]?.has(only) === true);
    if (isLoop) for (const member of members) found.set(member, state);
  }
}

/** A word by which a state comes back to itself on two ways. */
function twoWaysBack(
  automaton: PositionAutomaton,
  component: ReadonlyMap<number, number>,
  state: number,
  budget: StepBudget,
): string | null {
  const home = component.get(state);
  const within = (one: number): boolean => component.get(one) === home;
  // The third number says whether the two have parted.
  return wordBetween(
    [state, state, 0],
    (tuple) => tuple[0] === state && tuple[1] === state && tuple[2] === 1,
    ([left = 0, right = 0, parted = 0]) => {
      const all: (readonly [CharSet, readonly number[]])[] = [];
      for (const [one, ways] of automaton.next[left] ?? []) {
        if (!within(one)) continue;
        for (const other of automaton.next[right]?.keys() ?? []) {
          budget.spend(1);
          if (!within(other)) continue;
          const both = common(automaton, [one, other]);
          const parts = one !== other || (left === right && ways > 1);
          if (both !== null) all.push([both, [one, other, parted === 1 || parts ? 1 : 0]]);
        }
      }
      return all;
    },
    budget,
  );
}

/** A word by which each of two states comes back to itself, and the first one comes to the second. */
function sharedLoop(
  automaton: PositionAutomaton,
  component: ReadonlyMap<number, number>,
  first: number,
  second: number,
  budget: StepBudget,
): string | null {
  const inFirst = (state: number): boolean => component.get(state) === component.get(first);
  const inSecond = (state: number): boolean => component.get(state) === component.get(second);
  return wordBetween(
    [first, first, second],
    (tuple) => tuple[0] === first && tuple[1] === second && tuple[2] === second,
    ([stays = 0, goes = 0, waits = 0]) => {
      const all: (readonly [CharSet, readonly number[]])[] = [];
      for (const one of automaton.next[stays]?.keys() ?? []) {
        if (!inFirst(one)) continue;
        for (const three of automaton.next[waits]?.keys() ?? []) {
          budget.spend(1);
          if (!inSecond(three) || common(automaton, [one, three]) === null) continue;
          for (const two of automaton.next[goes]?.keys() ?? []) {
            budget.spend(1);
            const set = common(automaton, [one, two, three]);
            if (set !== null) all.push([set, [one, two, three]]);
          }
        }
      }
      return all;
    },
    budget,
  );
}

function common({ read }: PositionAutomaton, states: readonly number[]): CharSet | null {
  let set: CharSet | null = null;
  for (const state of states) {
    const own = read[state];
    if (own == null) return null;
    set = set === null ? own : set.intersect(own);
    if (set.isEmpty) return null;
  }
  return set;
}

/** The shortest word, of one character at least, from a tuple of states to one that is wanted. */
function wordBetween(
  from: readonly number[],
  isWanted: (tuple: readonly number[]) => boolean,
  after: (tuple: readonly number[]) => readonly (readonly [CharSet, readonly number[]])[],
  budget: StepBudget,
): string | null {
  const waiting: { readonly tuple: readonly number[]; readonly word: string }[] = [{ tuple: from, word: "" }];
  const seen = new Set<string>();
  for (const { tuple, word } of waiting) {
    for (const [set, reached] of after(tuple)) {
      budget.spend(1);
      const longer = word + characterOf(set);
      if (isWanted(reached)) return longer;
      const key = reached.join();
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push({ tuple: reached, word: longer });
    }
  }
  return null;
}

/** One that is seen in print, where there is one: a letter, a digit. */
function characterOf(set: CharSet): string {
  for (const wished of "ax10.-:/_ ") if (set.has(wished.charCodeAt(0))) return wished;
  return String.fromCharCode(set.ranges.find(({ max }) => max > 0x20)?.max ?? set.ranges[0]?.min ?? 0);
}

/** The text that brings an engine to a state, then the part again and again, then an end with which nothing matches. */
function failing(
  automaton: PositionAutomaton,
  exact: PositionAutomaton,
  kind: CostlyExpression["kind"],
  state: number,
  part: string,
  budget: StepBudget,
): CostlyExpression | null {
  const before =
    wordBetween(
      [0],
      ([at]) => at === state,
      ([at = 0]) =>
        [...(automaton.next[at]?.keys() ?? [])].flatMap((to) => {
          const set = automaton.read[to];
          return set == null || set.isEmpty ? [] : [[set, [to]] as const];
        }),
      budget,
    ) ?? "";
  for (const after of ["", "!", " ", "\x01"]) {
    const text = `${before}${part.repeat(3)}${after}`;
    budget.spend(text.length * automaton.finals.size);
    if (matchesABeginning(automaton, `${text}\x03`, budget)) continue;
    return {
      kind,
      before: before.replaceAll("\x02", ""),
      part,
      after,
      tries: (parts) => runsOver(exact, before + part.repeat(parts) + after, budget),
      triesOver: (given) => {
        const ended = `\x02${given}\x03`;
        return Math.max(...Array.from(ended, (_, index) => runsOver(exact, ended.slice(index))));
      },
    };
  }
  return null;
}

/** An engine that has found a match stops, whatever comes after. */
function matchesABeginning({ read, next, finals }: PositionAutomaton, text: string, budget: StepBudget): boolean {
  let at: ReadonlySet<number> = new Set([0]);
  for (const character of text) {
    if ([...at].some((state) => finals.has(state))) return true;
    const code = character.charCodeAt(0);
    const reached = new Set<number>();
    for (const state of at) {
      budget.spend(next[state]?.size ?? 0);
      for (const to of next[state]?.keys() ?? []) if (read[to]?.has(code) === true) reached.add(to);
    }
    at = reached;
  }
  return [...at].some((state) => finals.has(state));
}
