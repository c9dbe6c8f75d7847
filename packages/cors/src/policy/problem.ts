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
type ProblemData = Omit<Problem, "code" | "path" | "received" | "severity"> & Partial<Pick<Problem, "severity">>;

/** Takes one problem. `received` is any value; it is made safe to keep and print. */
export type Report = (code: ProblemCode, path: DocumentPath, received: unknown, data?: ProblemData) => void;

const warnings = [
  "no-rules",
  "origin-pattern-normalised",
  "origin-pattern-duplicate",
  "origin-set-unused",
  "local-origin",
  "danger-unused",
  "path-normalised",
  "path-two-spellings",
  "method-case",
  "list-duplicate",
  "refuse-unlisted-unused",
  "self-origins-unused",
] as const;

const errors = [
  "policy-missing",
  "wrong-type",
  "unreadable",
  "list-too-long",
  "unknown-key",
  "missing-key",
  "unsupported-version",
  "name-invalid",
  "unknown-environment",
  "origin-set-unknown",
  "origin-set-nested",
  "rule-id-invalid",
  "rule-id-duplicate",
  "rule-hidden",
  "path-not-absolute",
  "path-is-url",
  "path-has-query",
  "path-wildcard-misplaced",
  "path-name-invalid",
  "path-name-duplicate",
  "path-syntax-unsupported",
  "path-ambiguous",
  "path-too-long",
  "allow-origins-function",
  "any-origin-in-list",
  "origin-null-unquoted",
  "any-origin-with-credentials",
  "any-method-with-credentials",
  "any-header-with-credentials",
  "any-exposed-header-with-credentials",
  "origin-pattern-empty",
  "origin-pattern-too-long",
  "origin-pattern-is-regexp",
  "origin-pattern-is-list",
  "origin-pattern-has-space",
  "origin-pattern-has-no-scheme",
  "origin-pattern-scheme-upper-case",
  "origin-pattern-scheme-wildcard",
  "origin-pattern-scheme-never-sent",
  "origin-pattern-scheme-exact-only",
  "origin-pattern-has-path",
  "origin-pattern-has-userinfo",
  "origin-pattern-has-trailing-dot",
  "origin-pattern-host-invalid",
  "origin-pattern-port-invalid",
  "origin-pattern-wildcard-misplaced",
  "origin-pattern-wildcard-over-address",
  "origin-pattern-wildcard-over-registry",
  "insecure-origin",
  "shared-suffix",
  "shared-suffix-new",
  "null-origin",
  "danger-unknown",
  "danger-reason-missing",
  "danger-expires-invalid",
  "danger-expired",
  "method-not-token",
  "method-forbidden",
  "method-never-matches",
  "header-not-token",
  "header-forbidden",
  "header-response-only",
  "exposed-header-forbidden",
  "exposed-header-request-only",
  "exposed-header-preflight-only",
  "max-age-invalid",
  "max-age-fractional",
  "max-age-negative",
  "max-age-too-long",
  "self-origins-missing",
  "self-origin-not-exact",
] as const;

/** Public: never reused or renamed. */
export type ProblemCode = (typeof warnings)[number] | (typeof errors)[number];

/** Every code there is, for tables that must cover all of them. */
export const problemCodes: readonly ProblemCode[] = [...errors, ...warnings];

const isWarning: ReadonlySet<ProblemCode> = new Set(warnings);

/** Collects problems in the order they are found. */
export function collectProblems(): { readonly problems: readonly Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  const report: Report = (code, path, received, data = {}) => {
    const severity = isWarning.has(code) ? "warning" : "error";
    problems.push(Object.freeze({ code, severity, path: Object.freeze([...path]), received: safe(received), ...data }));
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
