import { type Header, type HeaderList, trimOptionalWhitespace } from "../http/header-list.ts";
import { longestSerializedOrigin } from "../http/serialized-origin.ts";
import type { PathPattern, Policy } from "../policy/policy.ts";
import { decodeUnreserved, isAmbiguousPath, isPlainPath, pathOfTarget } from "../policy/request-path.ts";
import { askOriginFunction, type Judgement } from "./ask-origin-function.ts";
import { type CompiledPolicy, compilePolicy } from "./compile-policy.ts";
import type { AnswerParts, CompiledRule } from "./compile-rule.ts";
import { corsResponseHeaderNames, type Decision, type DecisionReason, type ServerRequest } from "./decision.ts";
import { isHeader } from "./is-header.ts";
import { pathCovers } from "./path-covers.ts";
import { reasonFor } from "./reason-for.ts";

/**
 * Decides what a server does about CORS for one request. Never throws, whatever the request; the steps are those of
 * docs/policy.md.
 *
 * @throws {TypeError} for a policy that `definePolicy` or `parsePolicy` did not make, and for one that has an async
 *   function: that takes `decideAsync`.
 */
export function decide(policy: Policy, request: ServerRequest): Decision {
  const compiled = compilePolicy(policy);
  if (compiled.asyncRule !== null) throw asyncFunctionError(compiled.asyncRule);
  const decision = decideRequest(compiled, request);
  if (isPromise(decision)) {
    decision.catch(() => {});
    throw asyncFunctionError(findRule(compiled, request.target)?.id ?? "");
  }
  return decision;
}

/**
 * The same for every policy: one whose functions are async, too. Never rejects but for what `decide` throws for.
 */
export async function decideAsync(policy: Policy, request: ServerRequest): Promise<Decision> {
  return decideRequest(compilePolicy(policy), request);
}

function asyncFunctionError(ruleId: string): TypeError {
  return new TypeError(
    `decide() cannot wait, and the rule "${ruleId}" has an allowOrigins function that is async. Use decideAsync(policy, request).`,
  );
}

/** A promise of ours, told apart from a decision. */
export function isPromise(decision: Decision | Promise<Decision>): decision is Promise<Decision> {
  return decision instanceof Promise;
}

function decideRequest(policy: CompiledPolicy, request: ServerRequest): Decision | Promise<Decision> {
  const { method, target, headers } = request;
  // One walk: every field of a name joined by `, `.
  let origin: string | null = null;
  let requestMethod: string | null = null;
  let secFetchSite: string | null = null;
  for (const header of headers) {
    const name = header[0];
    if (isHeader(name, "origin")) origin = joined(origin, header[1]);
    else if (isHeader(name, "sec-fetch-site")) secFetchSite = joined(secFetchSite, header[1]);
    else if (isHeader(name, "access-control-request-method")) requestMethod = joined(requestMethod, header[1]);
  }
  return decideFor(
    policy,
    method,
    target,
    trimmed(origin),
    trimmed(requestMethod),
    trimmed(secFetchSite),
    request,
    same,
  );
}

function joined(before: string | null, value: string): string {
  return before === null ? value : `${before}, ${value}`;
}

function trimmed(value: string | null): string {
  return value === null ? "" : trimOptionalWhitespace(value);
}

function same({ headers }: ServerRequest): HeaderList {
  return headers;
}

/**
 * The same for adapters, which have the three header values at hand: joined, trimmed, empty when absent. A promise only
 * when a rule's function gives one; it never rejects.
 *
 * @param readHeaders of `source`, for a function alone: nothing else needs a list
 */
export function decideFor<Source>(
  policy: CompiledPolicy,
  method: string,
  target: string,
  origin: string,
  requestMethod: string,
  secFetchSite: string,
  source: Source,
  readHeaders: (source: Source) => HeaderList,
): Decision | Promise<Decision> {
  // 1. Find the rule by path.
  const rule = findRule(policy, target);
  if (rule === null) return noRule;

  // 2. A preflight is OPTIONS with a non-empty Origin and a non-empty Access-Control-Request-Method.
  const preflight = method === "OPTIONS" && origin !== "" && requestMethod !== "";

  // 3. Is the origin allowed?
  if (rule.originFunction !== null && origin !== "") {
    const judged = askOriginFunction(rule, rule.originFunction, origin, {
      method,
      target,
      headers: readHeaders(source),
    });
    return judged instanceof Promise
      ? judged.then(({ allowed, reason }) => answer(rule, preflight, allowed, origin, secFetchSite, reason))
      : answer(rule, preflight, judged.allowed, origin, secFetchSite, judged.reason);
  }
  const { known, last } = preflight ? rule.preflight : rule.actual;
  // Longer than any origin: not even its hash is worth computing.
  const short = origin.length <= longestSerializedOrigin;
  const before = last.origin === origin ? last.decision : short ? known.get(origin) : null;
  if (before !== undefined && before !== null) return before;
  const reason = judgeOrigin(rule, origin);
  const listed = reason.code === "origin-listed";
  const decision = answer(rule, preflight, listed || reason.code === "any-origin", origin, secFetchSite, reason);
  if (listed || origin === "") {
    if (known.size >= mostKnown) known.clear();
    known.set(origin, freezeDecision(decision));
  } else if (preflight || !rule.refuseUnlisted) {
    // A stranger is kept when it comes twice in a row: keeping each would cost more than judging it. Where strangers are
    // refused, what they get depends on Sec-Fetch-Site too.
    last.decision = last.origin === origin ? freezeDecision(decision) : null;
    last.origin = short ? origin : null;
  }
  return decision;
}

/** Origins that patterns allow are without number; those that come again soon are few. */
const mostKnown = 1_000;

/** A decision that the next request of its origin gets too. */
function freezeDecision(decision: Decision): Decision {
  decision.set.forEach(Object.freeze);
  Object.freeze(decision.set);
  Object.freeze(decision.reason);
  return Object.freeze(decision);
}

/** What is answered, once the origin is judged. */
function answer(
  rule: CompiledRule,
  preflight: boolean,
  allowed: Judgement["allowed"],
  origin: string,
  secFetchSite: string,
  reason: DecisionReason,
): Decision {
  const parts = preflight ? rule.preflight : rule.actual;

  // 4. Actual request, allowed. 6. Preflight, granted.
  if (allowed) return granted(preflight, rule.anyOrigin ? parts.headersForAny : echo(origin, parts), parts, reason);

  // 7. Preflight, refused.
  if (preflight) return refused("preflight-refused", parts, reason);

  // 5. Actual request, not allowed.
  if (!rule.refuseUnlisted || origin === "") return ungranted(parts, reason);
  if (rule.selfOrigins.has(origin)) return ungranted(parts, because(reason, "self-origin"));
  if (secFetchSite === "same-origin" || secFetchSite === "none") {
    return ungranted(parts, because(reason, "same-origin-fetch"));
  }
  return refused("refused", parts, because(reason, "origin-unlisted-refused"));
}

/** The reason with another code, unless it is the target, which matters more. */
function because(reason: DecisionReason, code: DecisionReason["code"]): DecisionReason {
  return reason.code === "ambiguous-target" ? reason : { ...reason, code };
}

const nothing: readonly never[] = Object.freeze([]);

const noRule: Decision = Object.freeze({
  kind: "no-rule",
  set: nothing,
  remove: nothing,
  vary: nothing,
  reason: Object.freeze({ code: "no-rule" }),
});

/** The first rule that covers the target's path, the rule of ambiguous targets, or null. */
function findRule(policy: CompiledPolicy, target: string): CompiledRule | null {
  if (policy.everywhere !== null && target.charCodeAt(0) === 0x2f && isPlainPath(target)) return policy.everywhere;
  const raw = pathOfTarget(target);
  if (raw === null) return null;
  const plain = isPlainPath(raw);
  if (!plain && isAmbiguousPath(raw)) return policy.ambiguous;
  const path = plain ? raw : decodeUnreserved(raw);
  const found = firstCovering(policy.paths, path);
  const folded = plain ? path : path.toLowerCase();
  if (!policy.pathsAreFolded || folded !== path) {
    if (firstCovering(policy.foldedPaths, folded) !== found) return policy.ambiguous;
  }
  return policy.rules[found] ?? null;
}

function firstCovering(paths: readonly PathPattern[], path: string): number {
  for (let index = 0; index < paths.length; index++) {
    const pattern = paths[index];
    if (pattern !== undefined && pathCovers(pattern, path)) return index;
  }
  return -1;
}

/** Why a rule allows an Origin value, or does not. */
function judgeOrigin(rule: CompiledRule, origin: string): DecisionReason {
  if (rule.id === undefined) return reasonFor(rule, origin, "ambiguous-target");
  if (rule.anyOrigin) return reasonFor(rule, origin, "any-origin");
  if (rule.grantsNothing) return reasonFor(rule, origin, "rule-grants-nothing");
  if (origin === "") return reasonFor(rule, origin, "origin-absent");
  const pattern = rule.origins(origin);
  if (pattern === null) return reasonFor(rule, origin, "origin-not-listed");
  if (pattern !== "malformed") return reasonFor(rule, origin, "origin-listed", pattern);
  return reasonFor(rule, origin, origin === "null" ? "origin-null" : "origin-malformed");
}

/** The request's origin, byte for byte. It is a whole pattern's match, so it has nothing but an origin's characters. */
function echo(origin: string, parts: AnswerParts): readonly Header[] {
  return [["Access-Control-Allow-Origin", origin], ...parts.headers];
}

function granted(preflight: boolean, set: readonly Header[], parts: AnswerParts, reason: DecisionReason): Decision {
  const { remove, vary } = parts;
  if (preflight) return { kind: "preflight-granted", status: 204, set, remove, vary, reason };
  return { kind: "actual", set, remove, vary, reason };
}

/** The handler runs, and no page of another origin may read what it says. */
function ungranted({ vary }: AnswerParts, reason: DecisionReason): Decision {
  return { kind: "actual", set: nothing, remove: corsResponseHeaderNames, vary, reason };
}

function refused(kind: "refused" | "preflight-refused", { vary }: AnswerParts, reason: DecisionReason): Decision {
  return { kind, status: 403, set: nothing, remove: corsResponseHeaderNames, vary, reason };
}
