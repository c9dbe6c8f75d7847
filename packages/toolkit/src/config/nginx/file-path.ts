import { type Block, inherited } from "./block.ts";
import { NotModelled } from "./not-modelled.ts";
import type { State } from "./state.ts";
import { expand } from "./variables.ts";

/** The file that a URI stands for: `root` with it, or `alias` in the location's place. */
export function filePath(state: State, uri: string): string {
  const directive = inherited(state.block, "alias", "root").at(-1);
  if (directive === undefined) return `html${uri}`;
  const text = expand(directive.args[0] ?? "", state, directive.place);
  if (directive.name === "root") return text.replace(/\/+$/, "") + uri;
  const location = locationOf(state.block);
  if (location?.match?.kind === "regex") return text;
  const name = location?.match?.text ?? "";
  if (!uri.startsWith(name)) throw new NotModelled("an alias of another location", directive.place);
  return text + uri.slice(name.length);
}

/** The location that an `if` or `limit_except` is in. */
export function locationOf(block: Block): Block | null {
  for (let at: Block | null = block; at !== null; at = at.parent) if (at.kind === "location") return at;
  return null;
}
