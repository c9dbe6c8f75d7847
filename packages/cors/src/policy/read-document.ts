import { nearestName } from "./nearest-name.ts";
import { type DocumentPath, kindOf, type Report } from "./problem.ts";

/** Every property is read once, here, into a structure of our own: a getter cannot say something else the second time. */
export type DocumentRecord = ReadonlyMap<string, unknown>;

const longestList = 1_000_000;

/** A mapping's entries, whatever their names. Null, and a problem, when it is none or cannot be read. */
export function readEntries(value: unknown, path: DocumentPath, report: Report): DocumentRecord | null {
  if (kindOf(value) !== "a mapping") {
    report("wrong-type", path, value, { expected: "a mapping" });
    return null;
  }
  try {
    // Own keys only, and into a Map: `__proto__` is a key like any other.
    const source = value as Readonly<Record<string, unknown>>;
    const entries = Object.keys(source).map((key) => [key, source[key]] as const);
    return new Map(entries.filter(([, entry]) => entry !== undefined));
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
  const entries = readEntries(value, path, report);
  if (entries !== null) reportUnknownKeys(entries, path, known, report);
  return entries;
}

/** Reports every key that is not known, with the nearest one that is. */
export function reportUnknownKeys(
  entries: DocumentRecord,
  path: DocumentPath,
  known: readonly string[],
  report: Report,
): void {
  for (const key of entries.keys()) {
    if (known.includes(key)) continue;
    const suggestion = nearestName(key, known);
    report("unknown-key", [...path, key], key, { known, ...(suggestion !== undefined && { suggestion }) });
  }
}

/** A list's entries. Null, and a problem, when it is none. */
export function readList(
  value: unknown,
  path: DocumentPath,
  expected: string,
  report: Report,
): readonly unknown[] | null {
  if (kindOf(value) !== "a list") {
    const suggestion = typeof value === "string" ? { suggestion: splitText(value) } : {};
    report("wrong-type", path, value, { expected, ...suggestion });
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

/** `PUT, DELETE` was probably meant as a list of two. */
function splitText(text: string): readonly string[] {
  return text
    .slice(0, 500)
    .split(/[\s,]+/)
    .filter((entry) => entry !== "");
}

const booleanWords: ReadonlyMap<unknown, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["false", false],
  ["no", false],
  ["off", false],
]);

/** A boolean that is false when absent. */
export function readBoolean(record: DocumentRecord, key: string, path: DocumentPath, report: Report): boolean {
  const value = record.get(key) ?? false;
  if (typeof value === "boolean") return value;
  const suggestion = booleanWords.get(typeof value === "string" ? value.toLowerCase() : value);
  report("wrong-type", [...path, key], value, {
    expected: "true or false",
    ...(suggestion !== undefined && { suggestion }),
  });
  return false;
}

/** A string, or null and a problem. */
export function readString(value: unknown, path: DocumentPath, expected: string, report: Report): string | null {
  if (typeof value === "string") return value;
  report("wrong-type", path, value, { expected });
  return null;
}
