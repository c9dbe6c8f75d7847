import { type ProblemCode, warningCodes } from "./problem-codes.ts";

export type { ProblemCode } from "./problem-codes.ts";

/** A place in a document: keys and indexes from its root. */
export type DocumentPath = readonly (string | number)[];

/** Something wrong in a policy document. `describe` makes the sentence. */
export interface Problem {
  readonly code: ProblemCode;
  /** A policy with an error is not made; one with warnings is. */
  readonly severity: "error" | "warning";
  readonly path: DocumentPath;
  /** The value at `path`: a scalar as it is (a long string cut), else what it is: `a list`, `a function`. */
  readonly received: string | number | boolean | null;
  /** What to write instead: the value, or for an unknown key the key. */
  readonly suggestion?: string | number | boolean | readonly string[];
  /** The wrong part of `received`. */
  readonly part?: string;
  /** What belongs there, in words. */
  readonly expected?: string;
  /** The keys or names that exist. */
  readonly known?: readonly string[];
  /** The rule whose credentials, place or need makes this a problem. */
  readonly ruleId?: string;
  /** An earlier place that this one collides with. */
  readonly earlier?: DocumentPath;
  /** The environment it holds in. */
  readonly environment?: string;
}

/** What a problem has beside its code, path and value. */
type ProblemData = {
  readonly [Key in Exclude<keyof Problem, "code" | "path" | "received">]?: Problem[Key] | undefined;
};

/** Takes one problem. `received` is any value; it is made safe to keep and print. */
export type Report = (code: ProblemCode, path: DocumentPath, received: unknown, data?: ProblemData) => void;

const isWarning: ReadonlySet<ProblemCode> = new Set(warningCodes);

/** Collects problems in the order they are found. */
export function collectProblems(): { readonly problems: readonly Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  const report: Report = (code, path, received, data = {}) => {
    const severity = isWarning.has(code) ? "warning" : "error";
    const known = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    const problem = { code, severity, path: Object.freeze([...path]), received: safe(received), ...known };
    problems.push(Object.freeze(problem) as Problem);
  };
  return { problems, report };
}

/** Longest string kept in a problem: an origin is at most 270 characters, so what is cut was never one. */
const longestReceived = 500;

/** A scalar as it is, or what the value is. Never a reference into the document: it may be cyclic, huge or change later. */
function safe(value: unknown): Problem["received"] {
  if (typeof value === "string") return value.length > longestReceived ? `${value.slice(0, longestReceived)}…` : value;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
  return kindOf(value);
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    return Array.isArray(value) ? "a list" : "a mapping";
  } catch {
    return "an object that cannot be read";
  }
}
