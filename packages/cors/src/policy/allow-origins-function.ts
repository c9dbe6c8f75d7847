import { isToken } from "../http/token.ts";
import type { DocumentPath, Report } from "./problem.ts";
import { readList, readString } from "./read-document.ts";

/** The origin of a request: parsed strictly, or the opaque origin `null`, which has no parts. */
export interface RequestOrigin {
  /** As the client sent it: `https://app.example:8443`, or `null`. */
  readonly serialized: string;
  /** Lower case, without the colon; empty for `null`. */
  readonly scheme: string;
  readonly host: string;
  /** Null when it is the scheme's default. */
  readonly port: number | null;
}

/** The request whose origin is asked about. */
export interface OriginQuestion {
  readonly method: string;
  /** The request target as the client sent it. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Decides in code which origins a rule allows. Anything but `true` refuses, and so does a throw or a rejection. What else
 * the answer depends on, beside the origin, the rule declares as `variesOn`.
 */
export type AllowOriginsFunction = (origin: RequestOrigin, request: OriginQuestion) => boolean | PromiseLike<boolean>;

/** Parses `variesOn`: the request headers that a function looks at, each once. */
export function parseVariesOn(value: unknown, path: DocumentPath, report: Report): readonly string[] {
  if (value === undefined) return [];
  const names = new Map<string, string>();
  for (const [index, entry] of (readList(value, path, "a list of request headers", report) ?? []).entries()) {
    const place = [...path, index];
    const name = readString(entry, place, "the name of a request header", report);
    if (name === null) continue;
    if (!isToken(name)) report("header-not-token", place, name);
    else if (names.has(name.toLowerCase())) report("list-duplicate", place, name);
    else names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}
