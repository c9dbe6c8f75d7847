import type { Problem } from "./problem.ts";
import type { Sentences } from "./problem-sentences.ts";
import { quote } from "./quote.ts";

/** What a problem is, from its data alone, for bundles that are not for Node: see for-others.ts. */
export function sentencesOf({ code, received, expected, known }: Problem): Sentences {
  const wanted = expected === undefined ? "" : `, not ${expected}`;
  return [
    `${quote(received)}${wanted} (${code}).`,
    "Under Node, or by crosscheck check, the same problem comes with its reason.",
    known?.length ? `Use one of ${known.slice(0, 20).map(quote).join(", ")}.` : undefined,
  ];
}
