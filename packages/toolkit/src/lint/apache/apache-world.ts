import type { Directive } from "../../config/apache/directive.ts";
import { parseApache } from "../../config/apache/parse.ts";
import type { World } from "../../config/apache/world.ts";
import type { SiteWorld } from "../../config/simulation.ts";
import type { FileSource } from "../../config/source.ts";

/** The imagined site, as Apache sees one: these folders are there, in which every other name is a file or is not there. */
export function apacheWorld(
  site: SiteWorld,
  source: FileSource,
  modules: ReadonlySet<string> | null,
  folders: readonly string[],
): World {
  const there = new Set(folders.flatMap(withParents));
  const accessFiles = new Map<string, readonly Directive[] | null>();
  return {
    kindOf: (path) => (there.has(path.replace(/(?!^)\/$/, "")) ? "directory" : site.kindOf(path)),
    accessFile: (path) => {
      const known = accessFiles.get(path);
      if (known !== undefined) return known;
      const text = source.read(path);
      const directives = text === null ? null : parseApache(text, { file: path, source }).directives;
      accessFiles.set(path, directives);
      return directives;
    },
    read: source.read,
    upstream: site.upstream,
    modules,
  };
}

/** `/a/b` → `/`, `/a`, `/a/b`. */
function withParents(folder: string): readonly string[] {
  const names = folder.split("/").filter((name) => name !== "");
  return ["/", ...names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`)];
}
