import { endOfText, type PositionAutomaton, readExpression, readSource, startOfText } from "./position-automaton.ts";
import { type StepBudget, stepBudget, TooManySteps } from "./step-budget.ts";

/** What origins and the paths of samples are made of, and the two ends of a text. */
const alphabet = [startOfText, endOfText, ..."abcdefghijklmnopqrstuvwxyz0123456789-._:/"];

/** The origins that a regular expression lets in, as an automaton. */
export interface OriginLanguage {
  /** The shortest of its words that another expression (JavaScript's, whole) lets in, too; null for none. */
  readonly shortestIn: (wanted: string, budget?: StepBudget) => string | null;
  /** The shortest of those that none of some others lets in. */
  readonly shortestOutside: (wanted: string, others: readonly string[], budget?: StepBudget) => string | null;
  /** All of those that no other lets in, the shorter first, or null where they are more than so many. */
  readonly wordsOutside: (
    wanted: string,
    others: readonly string[],
    most: number,
    budget?: StepBudget,
  ) => readonly string[] | null;
}

/** A question takes at most this many steps. */
const mostSteps = 400_000;

/**
 * Null for an expression that no finite automaton stands for (lookaheads, references back).
 *
 * @throws TooManySteps for one that is too large
 */
export function originLanguage(
  pcre: string,
  caseless: boolean,
  budget: StepBudget = stepBudget(mostSteps),
): OriginLanguage | null {
  const read = readExpression(pcre, caseless, budget, { around: true });
  if (read.kind === "no automaton") return null;
  if (read.kind === "too large") throw new TooManySteps();
  const all = movesOf(read.automaton, budget);
  return {
    shortestIn: (wanted, steps = budget) => walk(all, moves(wanted), null, steps).shortest(),
    shortestOutside: (wanted, others, steps = budget) =>
      walk(all, moves(wanted), others.length === 0 ? null : moves(others.join("|")), steps).shortest(),
    wordsOutside: (wanted, others, most, steps = budget) =>
      walk(all, moves(wanted), others.length === 0 ? null : moves(others.join("|")), steps).words(most),
  };
}

/**
 * The same of what its author meant: a dot that stands for any one character was meant as a dot. Null where there is none
 * such.
 */
export function meantLanguage(pcre: string, caseless: boolean, budget?: StepBudget): OriginLanguage | null {
  const meant = pcre.replace(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\.(?![*+{])/gs, (piece) =>
    piece === "." ? "\\." : piece,
  );
  return meant === pcre ? null : originLanguage(meant, caseless, budget);
}

/** Where a state leads by each character of the alphabet. */
interface Moves {
  readonly by: readonly (readonly (readonly number[])[])[];
  readonly finals: ReadonlySet<number>;
}

function movesOf({ read, next, finals }: PositionAutomaton, budget: StepBudget): Moves {
  const codes = alphabet.map((character) => character.charCodeAt(0));
  budget.spend(read.length * codes.length);
  const reads = read.map((set) => codes.flatMap((code, index) => (set?.has(code) === true ? [index] : [])));
  // A text begins once: who reads its beginning comes first, or never.
  const begins = (state: number): boolean => reads[state]?.length === 1 && reads[state]?.[0] === 0;
  const leads = (from: number, to: number): boolean => from === 0 || !begins(to);
  const before = next.map((): number[] => []);
  for (const [from, after] of next.entries()) {
    budget.spend(after.size);
    for (const to of after.keys()) if (leads(from, to)) before[to]?.push(from);
  }
  const useful = new Set(finals);
  for (const state of useful) for (const from of before[state] ?? []) useful.add(from);
  const by = next.map((after, from) => {
    const targets = codes.map((): number[] => []);
    for (const to of after.keys()) {
      if (!useful.has(to) || !leads(from, to)) continue;
      budget.spend(reads[to]?.length ?? 0);
      for (const index of reads[to] ?? []) if (index > 0 || from === 0) targets[index]?.push(to);
    }
    return targets;
  });
  return { by, finals };
}

const known = new Map<string, Moves>();

/** What is asked of every rule is built once. */
function moves(source: string): Moves {
  const made = known.get(source);
  if (made !== undefined) return made;
  if (known.size > 500) known.clear();
  const budget = stepBudget(10 * mostSteps);
  const read = readSource(`\\x02(?:${source})\\x03`, "s", budget);
  if (read.kind !== "automaton") throw new TooManySteps();
  const fresh = movesOf(read.automaton, budget);
  known.set(source, fresh);
  return fresh;
}

/** A set of states of each of three: of all words those that the first two read and the third does not. */
interface Place {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly not: readonly number[];
}

interface Walk {
  readonly shortest: () => string | null;
  readonly words: (most: number) => readonly string[] | null;
}

function walk(left: Moves, right: Moves, not: Moves | null, budget: StepBudget): Walk {
  const beginning: Place = { left: [0], right: [0], not: not === null ? [] : [0] };
  const isFinal = (place: Place): boolean =>
    place.left.some((state) => left.finals.has(state)) &&
    place.right.some((state) => right.finals.has(state)) &&
    !place.not.some((state) => not?.finals.has(state));

  const afters = new Map<string, readonly (readonly [character: string, key: string, place: Place])[]>();
  function after(key: string, place: Place): readonly (readonly [string, string, Place])[] {
    const made = afters.get(key);
    if (made !== undefined) return made;
    const all: (readonly [string, string, Place])[] = [];
    for (const [index, character] of alphabet.entries()) {
      const from = step(left, place.left, index, budget);
      if (from.length === 0) continue;
      const to = step(right, place.right, index, budget);
      if (to.length === 0) continue;
      const reached = { left: from, right: to, not: not === null ? [] : step(not, place.not, index, budget) };
      all.push([character, keyOf(reached), reached]);
    }
    afters.set(key, all);
    return all;
  }

  return { shortest, words };

  function shortest(): string | null {
    const from = new Map<string, readonly [key: string, character: string] | null>([[keyOf(beginning), null]]);
    const waiting: (readonly [string, Place])[] = [[keyOf(beginning), beginning]];
    for (const [key, place] of waiting) {
      if (isFinal(place)) return wordTo(key);
      for (const [character, next, reached] of after(key, place)) {
        if (from.has(next)) continue;
        from.set(next, [key, character]);
        waiting.push([next, reached]);
      }
    }
    return null;

    function wordTo(key: string): string {
      let word = "";
      for (let at = from.get(key); at != null; at = from.get(at[0])) word = at[1] + word;
      return word.slice(1, -1);
    }
  }

  function words(most: number): readonly string[] | null {
    const leads = ledFrom();
    const found: string[] = [];
    let waiting: (readonly [word: string, key: string, place: Place])[] = [["", keyOf(beginning), beginning]];
    // A word longer than an origin can be, or many beginnings of words, is no list.
    for (let length = 0; waiting.length > 0; length++) {
      if (length > 300 || waiting.length > 20 * most) return null;
      const longer: (readonly [string, string, Place])[] = [];
      for (const [word, key, place] of waiting) {
        if (isFinal(place)) found.push(word.slice(1, -1));
        if (found.length > most) return null;
        for (const [character, next, reached] of after(key, place)) {
          budget.spend(1);
          if (leads.has(next)) longer.push([word + character, next, reached]);
        }
      }
      waiting = longer;
    }
    return found;
  }

  /** The places from which a word can still end. */
  function ledFrom(): ReadonlySet<string> {
    const before = new Map<string, string[]>();
    const ends: string[] = [];
    const seen = new Set([keyOf(beginning)]);
    const waiting: (readonly [string, Place])[] = [[keyOf(beginning), beginning]];
    for (const [key, place] of waiting) {
      if (isFinal(place)) ends.push(key);
      for (const [, next, reached] of after(key, place)) {
        const list = before.get(next);
        if (list === undefined) before.set(next, [key]);
        else list.push(key);
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push([next, reached]);
      }
    }
    const leads = new Set(ends);
    for (const key of leads) for (const one of before.get(key) ?? []) leads.add(one);
    return leads;
  }
}

function step({ by }: Moves, states: readonly number[], index: number, budget: StepBudget): readonly number[] {
  budget.spend(states.length + 1);
  const [only, ...more] = states;
  if (only === undefined) return [];
  const first = by[only]?.[index] ?? [];
  if (more.length === 0) return first;
  const all = new Set(first);
  for (const state of more) {
    const to = by[state]?.[index] ?? [];
    budget.spend(to.length);
    for (const one of to) all.add(one);
  }
  return [...all].sort((one, other) => one - other);
}

function keyOf({ left, right, not }: Place): string {
  return `${left.join()};${right.join()};${not.join()}`;
}
