import type { PathPattern, PathSegment } from "./policy.ts";
import type { ProblemCode } from "./problem.ts";
import { decodeUnreserved, isAmbiguousPath } from "./request-path.ts";

export interface PathPatternResult {
  readonly pattern: PathPattern | null;
  readonly problem: { readonly code: ProblemCode; readonly suggestion?: string; readonly part?: string } | null;
}

/** Longer paths are refused by most servers with 414. */
const longestPath = 2000;

/** The path of a lone rule: everything. */
export const everyPath: PathPattern = Object.freeze({ text: "/*", segments: Object.freeze([]), everythingBelow: true });

/**
 * Parses a rule's path: literals, `:name` for one segment, a trailing `*`; a small subset of URLPattern's pathnames.
 *
 * https://urlpattern.spec.whatwg.org/#pattern-strings
 */
export function parsePathPattern(text: string): PathPatternResult {
  if (text.length > longestPath) return problem("path-too-long");
  const [, origin, pathname] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)([^?#]*)/i.exec(text) ?? [];
  if (origin !== undefined) return problem("path-is-url", { part: origin, suggestion: pathname || "/*" });
  if (!text.startsWith("/")) {
    return problem("path-not-absolute", { suggestion: text === "" || text.startsWith("*") ? "/*" : `/${text}` });
  }
  const queryStart = text.search(/[?#]/);
  if (queryStart !== -1) {
    return problem("path-has-query", { part: text.slice(queryStart), suggestion: text.slice(0, queryStart) });
  }
  // A browser sends the bytes of any other character percent-encoded.
  const encoded = text.replace(/[^!-~]+/g, encodeText);
  // Decoding what is around a lone percent sign could make a triplet of it.
  if (/%(?![0-9a-f]{2})/i.test(encoded)) return problem("path-syntax-unsupported", { part: "%" });
  const path = decodeUnreserved(encoded);
  if (isAmbiguousPath(path)) {
    const suggestion = path.replace(/\/{2,}/g, "/");
    return problem("path-ambiguous", isAmbiguousPath(suggestion) ? {} : { suggestion });
  }

  const everythingBelow = path.endsWith("/*");
  const body = everythingBelow ? path.slice(0, -2) : path.replace(/\/$/, "");
  const segments: PathSegment[] = [];
  for (const text of body === "" ? [] : body.slice(1).split("/")) {
    const segment = parseSegment(text, body);
    if ("code" in segment) return problem(segment.code, segment);
    if ("name" in segment && segments.some((other) => "name" in other && other.name === segment.name)) {
      return problem("path-name-duplicate", { part: `:${segment.name}` });
    }
    segments.push(Object.freeze(segment));
  }

  const pattern = Object.freeze({ text: path, segments: Object.freeze(segments), everythingBelow });
  if (path !== text) return { pattern, problem: { code: "path-normalised", suggestion: path } };
  const twoSpellings = segments.find((segment) => "literal" in segment && /[^A-Za-z0-9._~-]/.test(segment.literal));
  if (twoSpellings === undefined || !("literal" in twoSpellings)) return { pattern, problem: null };
  return { pattern, problem: { code: "path-two-spellings", part: twoSpellings.literal } };
}

function problem(
  code: ProblemCode,
  data: { readonly suggestion?: string; readonly part?: string } = {},
): PathPatternResult {
  const { suggestion, part } = data;
  return {
    pattern: null,
    problem: { code, ...(suggestion !== undefined && { suggestion }), ...(part !== undefined && { part }) },
  };
}

function parseSegment(
  text: string,
  body: string,
): PathSegment | { readonly code: ProblemCode; readonly suggestion?: string; readonly part: string } {
  if (text.includes("*")) {
    const atEnd = body.endsWith(text) && text.endsWith("*") && text.indexOf("*") === text.length - 1;
    const suggestion = `${body.slice(0, -1)}/*`;
    return { code: "path-wildcard-misplaced", part: text, ...(atEnd && { suggestion }) };
  }
  if (text.startsWith(":")) {
    if (/^:[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return { name: text.slice(1) };
    return { code: "path-name-invalid", part: text };
  }
  const syntax = /[:{}()[\]"<>^`|]/.exec(text);
  if (syntax !== null) return { code: "path-syntax-unsupported", part: syntax[0] };
  return { literal: text };
}

/** A lone surrogate has no bytes; the replacement character stands for it, as in a URL. */
function encodeText(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
