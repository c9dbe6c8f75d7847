import type { FileKind } from "../simulation.ts";
import type { Place } from "../source.ts";
import { filePath } from "./file-path.ts";
import { NotModelled } from "./not-modelled.ts";
import type { State } from "./state.ts";
import { expand } from "./variables.ts";

/** A word of `try_files`, and what stands at its path. */
export function expandFile(
  word: string,
  state: State,
  place: Place,
  asks = true,
): { readonly uri: string; readonly kind: FileKind } {
  const uri = expand(word, state, place);
  if (!asks) return { uri, kind: "unknown" };
  const kind = state.world.kindOf(filePath(state, uri).replace(/(?<=.)\/+$/, ""));
  if (kind === "unknown") throw new NotModelled(`whether ${uri} is there`, place);
  return { uri, kind };
}
