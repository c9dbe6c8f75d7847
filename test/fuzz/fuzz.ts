import { mutate, seededRandom } from "./random.ts";
import type { FuzzTarget } from "./targets.ts";

export interface Fuzzed {
  readonly inputs: number;
  /** The corpus, and what was found with answers of a kind that no text before had. */
  readonly corpus: readonly string[];
  readonly failure: { readonly text: string; readonly what: string } | null;
}

/** Tries a target with its corpus and then with mutations of it, until there were so many or the time is up. */
export function fuzz(
  { words, run }: FuzzTarget,
  seeds: readonly string[],
  options: { readonly seed: number; readonly inputs: number; readonly milliseconds: number },
): Fuzzed {
  const random = seededRandom(options.seed);
  const corpus = [...seeds];
  const kinds = new Set<string>();
  const start = performance.now();
  let inputs = 0;
  const trial = (text: string): string | null => {
    inputs++;
    try {
      const kind = run(text);
      if (!kinds.has(kind)) {
        kinds.add(kind);
        if (!corpus.includes(text)) corpus.push(text);
      }
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  for (const text of seeds) {
    const what = trial(text);
    if (what !== null) return { inputs, corpus, failure: { text, what } };
  }
  while (inputs < options.inputs) {
    if (inputs % 1024 === 0 && performance.now() - start > options.milliseconds) break;
    const text = mutate(corpus, words, random);
    const what = trial(text);
    if (what !== null) return { inputs, corpus, failure: { text, what } };
  }
  return { inputs, corpus, failure: null };
}
