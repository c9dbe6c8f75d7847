import type { HttpResponse } from "../http/exchange.ts";
import { getHeaderValues, type Header, withoutHeader } from "../http/header-list.ts";
import { missingVaryMembers, varyMembers } from "../http/vary.ts";
import type { Decision } from "./decision.ts";

/**
 * The response that leaves the server: the handler's with the decision's headers in place of its own, or the decision's
 * own answer, which takes nothing from the one that is given.
 */
export function applyDecision(decision: Decision, response: HttpResponse): HttpResponse {
  const { status = response.status, set, remove, vary } = decision;
  let headers = decision.status === undefined ? response.headers : [];
  for (const name of remove) headers = withoutHeader(headers, name);
  for (const [name] of set) headers = withoutHeader(headers, name);
  return { status, headers: [...withVary(headers, vary), ...set] };
}

/** `Vary` gets what it lacks, in one line with what was there. Nothing that was there goes. */
function withVary(headers: readonly Header[], needed: readonly string[]): readonly Header[] {
  const value = mergedVary(getHeaderValues(headers, "vary"), needed);
  return value === null ? headers : [...withoutHeader(headers, "vary"), ["Vary", value]];
}

/** The value that `Vary` needs, or null when its lines already have every name. */
export function mergedVary(lines: readonly string[], needed: readonly string[]): string | null {
  if (lines.length === 0) return needed.length === 0 ? null : oneLine(needed);
  const missing = missingVaryMembers(lines, needed);
  return missing.length === 0 ? null : [...varyMembers(lines), ...missing].join(", ");
}

/** A rule's decisions share their list, which is frozen, so it is joined once. */
const joined = new WeakMap<readonly string[], string>();

function oneLine(names: readonly string[]): string {
  const known = joined.get(names);
  if (known !== undefined) return known;
  const line = names.join(", ");
  if (Object.isFrozen(names)) joined.set(names, line);
  return line;
}
