import { meantBoolean, meantList, nearestName } from "#for-authors";
import { type DocumentPath, kindOf, type Report } from "./problem.ts";

/** Every property is read once, here, into a structure of our own: a getter cannot say something else the second time. */
export type DocumentEntries = ReadonlyMap<string, unknown>;

/** A mapping with known keys; a misspelt one counts as the key it was probably meant to be. */
export interface DocumentRecord {
  /** Undefined when absent. */
  readonly get: (key: string) => unknown;
  readonly has: (key: string) => boolean;
  /** The place of a key's value, with the key as it was written. */
  readonly at: (key: string) => DocumentPath;
  readonly reportMissing: (key: string, expected: string) => void;
}

const longestList = 1_000_000;

/** A mapping's entries, whatever their names; undefined ones are absent. Null, and a problem, when it cannot be read. */
export function readEntries(value: unknown, path: DocumentPath, report: Report): DocumentEntries | null {
  const properties = readProperties(value, path, report);
  return properties && new Map([...properties].filter(([, entry]) => entry !== undefined));
}

/** The same with those that are undefined. */
export function readProperties(value: unknown, path: DocumentPath, report: Report): DocumentEntries | null {
  if (kindOf(value) !== "a mapping") {
    report("wrong-type", path, value, { expected: "a mapping" });
    return null;
  }
  try {
    // Own keys only, and into a Map: `__proto__` is a key like any other.
    const source = value as Readonly<Record<string, unknown>>;
    return new Map(Object.keys(source).map((key) => [key, source[key]]));
  } catch {
    report("unreadable", path, value);
    return null;
  }
}

/** A mapping with known keys. Every other key is a problem. */
export function readRecord(
  value: unknown,
  path: DocumentPath,
  known: readonly string[],
  report: Report,
): DocumentRecord | null {
  const properties = readProperties(value, path, report);
  return properties && recordOf(properties, path, known, report);
}

/** A record of properties. Reports every key that is not known, and goes on with the nearest one that is. */
export function recordOf(
  properties: DocumentEntries,
  path: DocumentPath,
  known: readonly string[],
  report: Report,
): DocumentRecord {
  /** The misspelt key that stands for a known one. */
  const written = new Map<string, string>();
  for (const [key, value] of properties) {
    if (known.includes(key) || value === undefined) continue;
    const suggestion = nearestName(key, known);
    report("unknown-key", [...path, key], key, { known, suggestion });
    if (suggestion === undefined || properties.get(suggestion) !== undefined || written.has(suggestion)) continue;
    written.set(suggestion, key);
  }
  const get = (key: string) => properties.get(written.get(key) ?? key);
  const at = (key: string) => [...path, written.get(key) ?? key];
  return {
    get,
    has: (key) => get(key) !== undefined,
    at,
    reportMissing: (key, expected) =>
      report("missing-key", at(key), undefined, { expected, part: properties.has(key) ? "undefined" : undefined }),
  };
}

/** A list's entries. Null, and a problem, when it is none. */
export function readList(
  value: unknown,
  path: DocumentPath,
  expected: string,
  report: Report,
): readonly unknown[] | null {
  if (kindOf(value) !== "a list") {
    report("wrong-type", path, value, { expected, suggestion: meantList(value) });
    return null;
  }
  const list = value as readonly unknown[];
  try {
    if (list.length <= longestList) return Array.from(list);
    report("list-too-long", path, value, { part: String(list.length), expected: `at most ${longestList} entries` });
  } catch {
    report("unreadable", path, value);
  }
  return null;
}

/** A boolean that is false when absent. */
export function readBoolean(record: DocumentRecord, key: string, report: Report): boolean {
  const value = record.get(key) ?? false;
  if (typeof value === "boolean") return value;
  report("wrong-type", record.at(key), value, { expected: "true or false", suggestion: meantBoolean(value) });
  return false;
}

/** A string, or null and a problem. */
export function readString(value: unknown, path: DocumentPath, expected: string, report: Report): string | null {
  if (typeof value === "string") return value;
  report("wrong-type", path, value, { expected });
  return null;
}
