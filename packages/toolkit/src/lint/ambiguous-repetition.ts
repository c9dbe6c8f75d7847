import { pcreToJavaScript } from "../config/pcre.ts";
import { intersect } from "./origin-language.ts";

/**
 * Whether a group that repeats without end matches something both once and more often: then a text of many such parts has
 * exponentially many readings, and a backtracking engine tries them all before it gives up.
 */
export function hasAmbiguousRepetition(pcre: string): boolean {
  // A repeated group at all.
  if (!/\)(?:[*+]|\{\d+,\})/.test(pcre)) return false;
  const source = pcreToJavaScript(pcre)?.source;
  if (source === undefined || source.length > 4_000) return false;
  return repeatedGroups(source).some((body) => intersect(body, `(?:${body})(?:${body})+`));
}

/** The bodies of groups that `*`, `+` or `{n,}` follows. */
function repeatedGroups(source: string): readonly string[] {
  const open: number[] = [];
  const bodies: string[] = [];
  for (const { 0: piece, index } of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()]/gs)) {
    if (piece === "(") open.push(index);
    if (piece !== ")") continue;
    const start = open.pop();
    if (start === undefined || !/^(?:[*+]|\{\d+,\})/.test(source.slice(index + 1))) continue;
    const body = source.slice(start + 1, index).replace(/^\?:/, "");
    if (!body.startsWith("?")) bodies.push(body);
  }
  return bodies;
}
