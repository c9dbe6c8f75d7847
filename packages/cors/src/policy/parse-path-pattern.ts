import { explainPathPattern } from "#for-authors";
import type { PathProblem } from "./explain-path-pattern.ts";
import type { PathPattern, PathSegment } from "./policy.ts";
import { decodeUnreserved, isAmbiguousPath } from "./request-path.ts";

export interface PathPatternResult {
  readonly pattern: PathPattern | null;
  readonly problem: PathProblem | null;
}

/** Longer paths are refused by most servers with 414. */
export const longestPath = 2000;

/** The path of a lone rule: everything. */
export const everyPath: PathPattern = Object.freeze({ text: "/*", segments: Object.freeze([]), everythingBelow: true });

/**
 * Parses a rule's path: literals, `:name` for one segment, a trailing `*`; a small subset of URLPattern's pathnames.
 *
 * https://urlpattern.spec.whatwg.org/#pattern-strings
 */
export function parsePathPattern(text: string): PathPatternResult {
  const pattern = takePathPattern(text);
  if (pattern === null) return { pattern, problem: explainPathPattern(text) };
  if (pattern.text !== text) return { pattern, problem: { code: "path-normalised", suggestion: pattern.text } };
  for (const segment of pattern.segments) {
    if (!("literal" in segment) || /^[A-Za-z0-9._~-]*$/.test(segment.literal)) continue;
    return { pattern, problem: { code: "path-two-spellings", part: segment.literal } };
  }
  return { pattern, problem: null };
}

function takePathPattern(text: string): PathPattern | null {
  if (text.length > longestPath || !/^\/[^?#]*$/.test(text)) return null;
  const path = normalPath(text);
  if (path === null || isAmbiguousPath(path)) return null;
  const segments: PathSegment[] = [];
  const names = new Set<string>();
  for (const segment of pathBody(path).split("/").slice(1)) {
    const [, name] = parameter.exec(segment) ?? [];
    if (name === undefined ? syntax.test(segment) : names.has(name)) return null;
    if (name !== undefined) names.add(name);
    segments.push(Object.freeze(name === undefined ? { literal: segment } : { name }));
  }
  return Object.freeze({ text: path, segments: Object.freeze(segments), everythingBelow: path.endsWith("/*") });
}

/** `:name`, a whole segment. */
const parameter = /^:([A-Za-z_][A-Za-z0-9_]*)$/;

/** What no literal has: it means something in one pattern language or another, or nothing in any. */
export const syntax: RegExp = /[*:{}()[\]"<>^`|]/;

/** Without what covers everything below, or a trailing slash. */
export function pathBody(path: string): string {
  return path.replace(/\/\*?$/, "");
}

/** As it is matched; null when a percent sign stands alone: decoding what is around it could make a triplet of it. */
export function normalPath(text: string): string | null {
  // A browser sends the bytes of any other character percent-encoded.
  const encoded = text.replace(/[^!-~]+/g, encodeText);
  return /%(?![0-9a-f]{2})/i.test(encoded) ? null : decodeUnreserved(encoded);
}

/** A lone surrogate has no bytes; the replacement character stands for it, as in a URL. */
function encodeText(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
