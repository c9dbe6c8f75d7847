import { parseOriginPattern } from "./parse-origin-pattern.ts";
import type { DocumentPath, Report } from "./problem.ts";
import { readList, readString } from "./read-document.ts";

/** Parses the server's own public origins: exact ones only. */
export function parseSelfOrigins(value: unknown, path: DocumentPath, report: Report): readonly string[] {
  if (value === undefined) return [];
  const origins = new Set<string>();
  for (const [index, entry] of (readList(value, path, "a list of origins", report) ?? []).entries()) {
    const place = [...path, index];
    const text = readString(entry, place, "an origin, as a string", report);
    if (text === null) continue;
    const { pattern, problem } = parseOriginPattern(text);
    if (problem !== null) {
      const { code, ...data } = problem;
      report(code, place, text, data);
    }
    if (pattern === null) continue;
    if (pattern.wildcard !== "none" || pattern.port === "*") report("self-origin-not-exact", place, text);
    else if (origins.has(pattern.text)) report("origin-pattern-duplicate", place, text);
    else origins.add(pattern.text);
  }
  return [...origins];
}
