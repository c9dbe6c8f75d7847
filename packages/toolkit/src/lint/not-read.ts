import type { Place, SyntaxProblem } from "../config/source.ts";

/** An include of a text that came without its files. */
export function notRead(path: string, place: Place): SyntaxProblem {
  return {
    place,
    message: `This includes ${JSON.stringify(path)}, which did not come with the text: what it says is not modelled.`,
  };
}
