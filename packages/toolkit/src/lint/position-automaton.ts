import { type CharSet, JS, TooManyNodesError } from "refa";
import { pcreToJavaScript } from "../config/pcre.ts";
import type { StepBudget } from "./step-budget.ts";

/** Stand for the two ends of a text, so that `^` and `$` are characters like others. */
export const startOfText = "\x02";
export const endOfText = "\x03";

/**
 * Glushkov's automaton of an expression: a state for each place of a character in it, reached by reading that character;
 * state 0 is the beginning. A backtracking engine tries its runs one after the other, so as many runs as a text has here,
 * as many ways the engine has to fail: nothing is merged, and an edge that the expression makes twice counts twice.
 */
export interface PositionAutomaton {
  /** What is read on the way into a state; null for the beginning. */
  readonly read: readonly (CharSet | null)[];
  /** The states after a state, and how often the expression leads there. */
  readonly next: readonly ReadonlyMap<number, number>[];
  readonly finals: ReadonlySet<number>;
}

const between = "[^\\x02\\x03]*";

/** A larger one is too large to look at. */
const mostStates = 5_000;
const longestSource = 50_000;

export type Read =
  | { readonly kind: "automaton"; readonly automaton: PositionAutomaton }
  /** No finite automaton stands for it: lookaheads, references back. */
  | { readonly kind: "no automaton" }
  | { readonly kind: "too large" };

/** How an expression is read. */
interface Reading {
  /** With what a search skips before the match and after it. */
  readonly around?: boolean;
  /** What may repeat as often as this, or more often, may repeat without end. */
  readonly endless?: number;
}

/** Of an expression as PCRE takes it. */
export function readExpression(
  pcre: string,
  caseless: boolean,
  budget: StepBudget,
  { around = false, endless = Number.POSITIVE_INFINITY }: Reading = {},
): Read {
  if (pcre.length > longestSource) return { kind: "too large" };
  budget.spend(pcre.length);
  const translated = pcreToJavaScript(pcre);
  if (translated === null) return { kind: "no automaton" };
  const source = withPlainEnds(translated.source);
  const flags = caseless || translated.caseless ? "is" : "s";
  return readSource(around ? `(?:\\x02${between})?(?:${source})(?:${between}\\x03)?` : source, flags, budget, endless);
}

/** Of an expression of JavaScript's. */
export function readSource(
  source: string,
  flags: "s" | "is",
  budget: StepBudget,
  endless: number = Number.POSITIVE_INFINITY,
): Read {
  let expression: Alternatives;
  try {
    expression = JS.Parser.fromLiteral({ source, flags }).parse({
      assertions: "throw",
      backreferences: "throw",
      maxNodes: 4 * mostStates,
    }).expression;
  } catch (error) {
    return { kind: error instanceof TooManyNodesError ? "too large" : "no automaton" };
  }
  budget.spend(source.length);
  const automaton = build(expression, endless, budget);
  return automaton === null ? { kind: "too large" } : { kind: "automaton", automaton };
}

type Alternatives = ReturnType<JS.Parser["parse"]>["expression"];
type Elements = Alternatives["alternatives"][number]["elements"];

interface Part {
  readonly isEmpty: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const nothing: Part = { isEmpty: true, first: [], last: [] };

function build(expression: Alternatives, endless: number, budget: StepBudget): PositionAutomaton | null {
  const read: (CharSet | null)[] = [null];
  const next: Map<number, number>[] = [new Map()];
  let isTooLarge = false;
  const whole = alternation(expression.alternatives);
  if (isTooLarge) return null;
  link([0], whole.first);
  return { read, next, finals: new Set([...whole.last, ...(whole.isEmpty ? [0] : [])]) };

  function alternation(alternatives: Alternatives["alternatives"]): Part {
    const parts = alternatives.map(({ elements }) => concatenation(elements));
    return {
      isEmpty: parts.some(({ isEmpty }) => isEmpty),
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
    };
  }

  function concatenation(elements: Elements): Part {
    return elements.reduce((before: Part, one) => chain(before, element(one)), nothing);
  }

  function chain(before: Part, after: Part): Part {
    link(before.last, after.first);
    return {
      isEmpty: before.isEmpty && after.isEmpty,
      first: before.isEmpty ? [...before.first, ...after.first] : before.first,
      last: after.isEmpty ? [...before.last, ...after.last] : after.last,
    };
  }

  function element(one: Elements[number]): Part {
    if (isTooLarge) return nothing;
    if (one.type === "CharacterClass") {
      isTooLarge = read.length >= mostStates;
      const state = read.push(one.characters) - 1;
      next.push(new Map());
      return { isEmpty: false, first: [state], last: [state] };
    }
    if (one.type === "Alternation") return alternation(one.alternatives);
    // Neither assertions nor what is not known come out of the parser.
    if (one.type !== "Quantifier") return nothing;
    const body = (): Part => alternation(one.alternatives);
    const { min } = one;
    const max = one.max > min && one.max >= endless ? Number.POSITIVE_INFINITY : one.max;
    let all = nothing;
    for (let count = 1; count < min && !isTooLarge; count++) all = chain(all, body());
    if (max === Number.POSITIVE_INFINITY) {
      const loop = body();
      link(loop.last, loop.first);
      return chain(all, { ...loop, isEmpty: loop.isEmpty || min === 0 });
    }
    if (min > 0) all = chain(all, body());
    // Each optional one within the one before it: `a{0,2}` is `(?:a(?:a)?)?`, and reads a text in one way.
    let tail: Part | null = null;
    const ends: number[] = [];
    let first: readonly number[] = [];
    for (let count = Math.max(min, 0); count < max && !isTooLarge; count++) {
      const copy = body();
      if (tail === null) first = copy.first;
      else link(tail.last, copy.first);
      ends.push(...copy.last);
      tail = copy;
    }
    return tail === null ? all : chain(all, { isEmpty: true, first, last: ends });
  }

  function link(from: readonly number[], to: readonly number[]): void {
    budget.spend(from.length * to.length);
    for (const state of from) {
      for (const other of to) next[state]?.set(other, (next[state]?.get(other) ?? 0) + 1);
    }
  }
}

/** `^` and `$` outside classes. */
function withPlainEnds(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]\\])*\]|[\^$]/gs, (piece) =>
    piece === "^" ? "\\x02" : piece === "$" ? "\\x03" : piece,
  );
}
