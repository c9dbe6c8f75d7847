import { parseOriginPattern } from "./parse-origin-pattern.ts";
import type { OriginPattern } from "./policy.ts";
import type { DocumentPath, Report } from "./problem.ts";
import { readList } from "./read-document.ts";

/** Patterns in the order written, and beside each the index of the entry that brought it in. */
export interface OriginList {
  readonly patterns: readonly OriginPattern[];
  readonly indexes: readonly number[];
}

const emptyList: OriginList = { patterns: [], indexes: [] };

/** What `$name` stands for: a set's patterns, or null and a problem. */
export type SetLookup = (reference: string, path: DocumentPath) => readonly OriginPattern[] | null;

/** Parses a list of origin patterns and `$name` references. Wrong entries are reported and left out, repeated ones too. */
export function parseOriginList(value: unknown, path: DocumentPath, lookUp: SetLookup, report: Report): OriginList {
  if (value instanceof RegExp) {
    report("origin-pattern-is-regexp", path, value.source);
    return emptyList;
  }
  const entries = readList(value, path, "a list of origins", report);
  if (entries === null) return emptyList;

  const patterns: OriginPattern[] = [];
  const indexes: number[] = [];
  /** The text, and whether it was written in this list itself. */
  const seen = new Map<string, boolean>();
  const add = (pattern: OriginPattern, index: number, written: boolean) => {
    const before = seen.get(pattern.text);
    if (before && written) report("origin-pattern-duplicate", [...path, index], pattern.text);
    seen.set(pattern.text, written || before === true);
    if (before !== undefined) return;
    patterns.push(pattern);
    indexes.push(index);
  };

  for (const [index, entry] of entries.entries()) {
    if (typeof entry === "string" && entry.startsWith("$")) {
      for (const pattern of lookUp(entry, [...path, index]) ?? []) add(pattern, index, false);
    } else {
      const pattern = parseEntry(entry, path, index, report);
      if (pattern !== null) add(pattern, index, true);
    }
  }
  return { patterns, indexes };
}

function parseEntry(entry: unknown, path: DocumentPath, index: number, report: Report): OriginPattern | null {
  if (entry instanceof RegExp) {
    report("origin-pattern-is-regexp", [...path, index], entry.source);
    return null;
  }
  if (entry === null) {
    report("origin-null-unquoted", [...path, index], entry);
    // Going on with what may be meant says which danger it is.
    return parseOriginPattern("null").pattern;
  }
  if (typeof entry === "function") {
    report("allow-origins-function", [...path, index], entry);
    return null;
  }
  if (typeof entry !== "string") {
    report("wrong-type", [...path, index], entry, { expected: "an origin, as a string" });
    return null;
  }
  const { pattern, problem } = parseOriginPattern(entry);
  if (problem !== null) {
    const { code, ...data } = problem;
    report(code, [...path, index], entry, data);
  }
  return pattern;
}
