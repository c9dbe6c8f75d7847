import { JS, NFA } from "refa";
import { pcreToJavaScript } from "../config/pcre.ts";

/** An expression of this many states is looked at; a longer one is left to the questions that the plan asks. */
const mostStates = 20_000;

/** Stand for the two ends of a text, so that `^` and `$` are characters like others. */
const start = "\\x02";
const end = "\\x03";

/** The origins that a regular expression lets in, as an automaton. */
export interface OriginLanguage {
  /** The shortest of its words that another expression (JavaScript's, whole) lets in, too; null for none. */
  readonly shortestIn: (wanted: string) => string | null;
}

/** Null for an expression that no finite automaton stands for (lookaheads, references back), or too large a one. */
export function originLanguage(pcre: string, caseless: boolean): OriginLanguage | null {
  const translated = pcreToJavaScript(pcre);
  if (translated === null) return null;
  const flags = caseless || translated.caseless ? "is" : "s";
  const all = automaton(`[^]*(?:${withPlainEnds(translated.source)})[^]*`, flags);
  if (all === null) return null;
  return {
    shortestIn: (wanted) => {
      const other = knownAutomaton(`${start}${wanted}${end}`);
      if (other === null) return null;
      try {
        const both = NFA.fromIntersection(all, other, new NFA.LimitedNodeFactory(mostStates));
        for (const sets of both.wordSets()) {
          const word = sets.map((set) => String.fromCodePoint(set.ranges[0]?.min ?? 0)).join("");
          return word.slice(1, -1);
        }
        return null;
      } catch {
        return null;
      }
    },
  };
}

/** Whether two expressions (JavaScript's, whole) have a word in common that is not empty; false when it cannot be told. */
export function intersect(left: string, right: string): boolean {
  const [one, other] = [automaton(left, "s"), automaton(right, "s")];
  if (one === null || other === null) return false;
  try {
    const both = NFA.fromIntersection(one, other, new NFA.LimitedNodeFactory(mostStates));
    for (const word of both.wordSets()) if (word.length > 0) return true;
    return false;
  } catch {
    return false;
  }
}

const known = new Map<string, NFA | null>();

/** What is asked of every rule is built once. */
function knownAutomaton(source: string): NFA | null {
  const made = known.get(source);
  if (made !== undefined) return made;
  if (known.size > 500) known.clear();
  const fresh = automaton(source, "s");
  known.set(source, fresh);
  return fresh;
}

function automaton(source: string, flags: string): NFA | null {
  try {
    const parser = JS.Parser.fromLiteral({ source, flags });
    const { expression, maxCharacter } = parser.parse({ assertions: "throw", backreferences: "throw" });
    return NFA.fromRegex(expression, { maxCharacter }, {}, new NFA.LimitedNodeFactory(mostStates));
  } catch {
    return null;
  }
}

/** `^` and `$` outside classes. */
function withPlainEnds(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]\\])*\]|[\^$]/gs, (piece) =>
    piece === "^" ? start : piece === "$" ? end : piece,
  );
}
