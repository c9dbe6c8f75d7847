import { longestPath, normalPath, pathBody, syntax } from "./parse-path-pattern.ts";
import type { ProblemCode } from "./problem-codes.ts";
import { isAmbiguousPath } from "./request-path.ts";

/** What is wrong with a rule's path. */
export interface PathProblem {
  readonly code: ProblemCode;
  readonly suggestion?: string;
  /** The wrong part. */
  readonly part?: string;
}

/** What is wrong with a text that was not taken as a path, and what was probably meant. */
export function explainPathPattern(text: string): PathProblem {
  if (text.length > longestPath) return { code: "path-too-long" };
  const [, origin, pathname] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)([^?#]*)/i.exec(text) ?? [];
  if (origin !== undefined) return { code: "path-is-url", part: origin, suggestion: pathname || "/*" };
  if (!text.startsWith("/")) {
    return { code: "path-not-absolute", suggestion: text === "" || text.startsWith("*") ? "/*" : `/${text}` };
  }
  const queryStart = text.search(/[?#]/);
  if (queryStart !== -1) {
    return { code: "path-has-query", part: text.slice(queryStart), suggestion: text.slice(0, queryStart) };
  }
  const path = normalPath(text);
  if (path === null) return { code: "path-syntax-unsupported", part: "%" };
  if (isAmbiguousPath(path)) {
    const suggestion = path.replace(/\/{2,}/g, "/");
    return { code: "path-ambiguous", ...(!isAmbiguousPath(suggestion) && { suggestion }) };
  }
  const body = pathBody(path);
  const names = new Set<string>();
  for (const segment of body.split("/").slice(1)) {
    const problem = segmentProblem(segment, body, names);
    if (problem !== null) return problem;
    names.add(segment);
  }
  return { code: "path-syntax-unsupported", part: text };
}

function segmentProblem(segment: string, body: string, names: ReadonlySet<string>): PathProblem | null {
  if (segment.includes("*")) {
    const atEnd = body.endsWith(segment) && segment.indexOf("*") === segment.length - 1;
    const suggestion = `${body.slice(0, -1)}/*`;
    return { code: "path-wildcard-misplaced", part: segment, ...(atEnd && { suggestion }) };
  }
  if (segment.startsWith(":")) {
    if (!/^:[A-Za-z_][A-Za-z0-9_]*$/.test(segment)) return { code: "path-name-invalid", part: segment };
    return names.has(segment) ? { code: "path-name-duplicate", part: segment } : null;
  }
  const [part] = syntax.exec(segment) ?? [];
  return part === undefined ? null : { code: "path-syntax-unsupported", part };
}
