import type { FileSource } from "./directive.ts";

/** The files that an `Include` names: one, those of a folder, or those that a pattern matches. */
export function includePaths(pattern: string, serverRoot: string, source: FileSource): readonly string[] {
  const path = pattern.startsWith("/") ? pattern : `${serverRoot.replace(/\/$/, "")}/${pattern}`;
  if (!/[*?[]/.test(path) && source.read(path) !== null) return [path];
  return source.list(path);
}
