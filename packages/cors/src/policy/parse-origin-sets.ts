import { nearestName } from "#for-authors";
import { parseOriginList, type SetLookup } from "./parse-origin-list.ts";
import type { OriginPattern } from "./policy.ts";
import type { DocumentPath, Report } from "./problem.ts";
import { readEntries, readRecord } from "./read-document.ts";

export type OriginSets = ReadonlyMap<string, readonly OriginPattern[]>;

/** Sets, environments and rules have names of this shape; they are printed in generated configurations. */
export const nameShape: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Parses `originSets`. */
export function parseOriginSets(value: unknown, path: DocumentPath, report: Report): OriginSets {
  const sets = new Map<string, readonly OriginPattern[]>();
  const noSets = refuseNested(report);
  for (const [name, list] of value === undefined ? [] : (readEntries(value, path, report) ?? [])) {
    if (!nameShape.test(name)) report("name-invalid", [...path, name], name);
    sets.set(name, parseOriginList(list, [...path, name], noSets, report).patterns);
  }
  return sets;
}

/** Parses an environment's `originSets` and returns the sets as they are there: replaced first, then added to. */
export function parseSetChanges(value: unknown, path: DocumentPath, sets: OriginSets, report: Report): OriginSets {
  if (value === undefined) return sets;
  const changed = new Map(sets);
  const noSets = refuseNested(report);
  for (const [name, change] of readEntries(value, path, report) ?? []) {
    const place = [...path, name];
    const before = sets.get(name);
    if (before === undefined) reportUnknownSet(name, place, sets, name, report);
    const record = readRecord(change, place, ["add", "replace"], report);
    if (record === null) continue;
    if (!record.has("add") && !record.has("replace")) {
      report("missing-key", [...place, "add"], change, { expected: "add or replace", known: ["add", "replace"] });
    }
    const read = (key: string) =>
      record.has(key) ? parseOriginList(record.get(key), record.at(key), noSets, report).patterns : undefined;
    const patterns = read("replace") ?? before ?? [];
    const known = new Set(patterns.map((pattern) => pattern.text));
    changed.set(name, [...patterns, ...(read("add") ?? []).filter((pattern) => !known.has(pattern.text))]);
  }
  return changed;
}

/** Finds the sets that rules name, and remembers which. */
export function lookUpSets(sets: OriginSets, used: Set<string>, report: Report): SetLookup {
  return (reference, path) => {
    const name = reference.slice(1);
    used.add(name);
    const patterns = sets.get(name);
    if (patterns !== undefined) return patterns;
    reportUnknownSet(name, path, sets, reference, report);
    return null;
  };
}

function reportUnknownSet(name: string, path: DocumentPath, sets: OriginSets, received: string, report: Report): void {
  const known = [...sets.keys()];
  const nearest = nearestName(name, known);
  const suggestion = nearest === undefined ? undefined : received.startsWith("$") ? `$${nearest}` : nearest;
  report("origin-set-unknown", path, received, { known, suggestion });
}

/** A set holds origins only, so that what it holds can be read in one place. */
function refuseNested(report: Report): SetLookup {
  return (reference, path) => {
    report("origin-set-nested", path, reference);
    return null;
  };
}
