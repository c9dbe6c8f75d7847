import { isForbiddenRequestHeaderName, isForbiddenResponseHeaderName } from "../http/forbidden-header-name.ts";
import { isForbiddenMethod, normalizeMethod } from "../http/method.ts";
import { isToken } from "../http/token.ts";
import type { DocumentPath, ProblemCode, Report } from "./problem.ts";
import { readList, readString } from "./read-document.ts";

export type NameList = "allowMethods" | "allowHeaders" | "exposeHeaders";

/** Parses one of the three lists of names. Wrong ones are reported and left out. */
export function parseNames(
  value: unknown,
  path: DocumentPath,
  list: NameList,
  allowCredentials: boolean,
  report: Report,
): readonly string[] {
  if (value === undefined) return [];
  const entries = value === "*" ? [value] : readList(value, path, lists[list].expected, report);
  const names = new Map<string, string>();
  for (const [index, entry] of (entries ?? []).entries()) {
    const place = value === "*" ? path : [...path, index];
    const name = readString(entry, place, lists[list].entry, report);
    if (name === null) continue;
    if (name === "*" && allowCredentials) {
      report(lists[list].any, place, name);
      continue;
    }
    if (name !== "*" && !lists[list].judge(name, place, report)) continue;
    // Header names are compared without regard to case, methods are not.
    const key = list === "allowMethods" ? name : name.toLowerCase();
    if (names.has(key)) report("list-duplicate", place, name);
    else names.set(key, name);
  }
  return [...names.values()];
}

interface ListKind {
  readonly expected: string;
  readonly entry: string;
  readonly any: ProblemCode;
  readonly judge: (name: string, path: DocumentPath, report: Report) => boolean;
}

const lists: Readonly<Record<NameList, ListKind>> = {
  allowMethods: {
    expected: "a list of methods",
    entry: "a method",
    any: "any-method-with-credentials",
    judge: judgeMethod,
  },
  allowHeaders: {
    expected: "a list of header names",
    entry: "a header name",
    any: "any-header-with-credentials",
    judge: judgeRequestHeader,
  },
  exposeHeaders: {
    expected: "a list of header names",
    entry: "a header name",
    any: "any-exposed-header-with-credentials",
    judge: judgeResponseHeader,
  },
};

function judgeMethod(name: string, path: DocumentPath, report: Report): boolean {
  if (!isToken(name)) return refuse("method-not-token");
  if (isForbiddenMethod(name)) return refuse("method-forbidden");
  // A page's `put` goes out as `PUT`, which `put` does not allow.
  if (normalizeMethod(name) !== name) return refuse("method-never-matches", normalizeMethod(name));
  if (name !== name.toUpperCase()) report("method-case", path, name, { suggestion: name.toUpperCase() });
  return true;

  function refuse(code: ProblemCode, suggestion?: string): false {
    report(code, path, name, { suggestion });
    return false;
  }
}

function judgeRequestHeader(name: string, path: DocumentPath, report: Report): boolean {
  const code: ProblemCode | null = !isToken(name)
    ? "header-not-token"
    : /^access-control-(?:allow-|expose-headers$|max-age$)/i.test(name)
      ? "header-response-only"
      : isForbiddenRequestHeaderName(name)
        ? "header-forbidden"
        : null;
  if (code !== null) report(code, path, name);
  return code === null;
}

function judgeResponseHeader(name: string, path: DocumentPath, report: Report): boolean {
  const code: ProblemCode | null = !isToken(name)
    ? "header-not-token"
    : isForbiddenResponseHeaderName(name)
      ? "exposed-header-forbidden"
      : /^(?:origin|access-control-request-.*)$/i.test(name)
        ? "exposed-header-request-only"
        : /^access-control-(?:allow-methods|allow-headers|max-age)$/i.test(name)
          ? "exposed-header-preflight-only"
          : null;
  if (code !== null) report(code, path, name);
  return code === null;
}
