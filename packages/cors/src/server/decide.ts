import { getHeader, type Header, type HeaderList, trimOptionalWhitespace } from "../http/header-list.ts";
import type { Policy } from "../policy/policy.ts";
import { decodeUnreserved, isAmbiguousPath, pathOfTarget } from "../policy/request-path.ts";
import { type CompiledPolicy, compilePolicy } from "./compile-policy.ts";
import type { AnswerParts, CompiledRule } from "./compile-rule.ts";
import { corsResponseHeaderNames, type Decision, type DecisionReason, type ServerRequest } from "./decision.ts";
import { pathCovers } from "./path-covers.ts";

/**
 * Decides what a server does about CORS for one request. Never throws, whatever the request; the steps are those of
 * docs/policy.md.
 *
 * @throws {TypeError} for a policy that `definePolicy` or `parsePolicy` did not make.
 */
export function decide(policy: Policy, request: ServerRequest): Decision {
  return decideFor(
    compilePolicy(policy),
    request.method,
    request.target,
    joinedValue(request.headers, "origin"),
    joinedValue(request.headers, "access-control-request-method"),
    joinedValue(request.headers, "sec-fetch-site"),
  );
}

/** All fields of a name joined by `, `, outer spaces and tabs trimmed; empty when there is none. */
function joinedValue(headers: HeaderList, name: string): string {
  return trimOptionalWhitespace(getHeader(headers, name) ?? "");
}

/** The same for adapters, which have the three header values at hand: joined, trimmed, empty when absent. */
export function decideFor(
  policy: CompiledPolicy,
  method: string,
  target: string,
  origin: string,
  requestMethod: string,
  secFetchSite: string,
): Decision {
  // 1. Find the rule by path.
  const rule = findRule(policy, target);
  if (rule === null) return noRule;

  // 2. A preflight is OPTIONS with a non-empty Origin and a non-empty Access-Control-Request-Method.
  const preflight = method === "OPTIONS" && origin !== "" && requestMethod !== "";

  // 3. Is the origin allowed?
  const { allowed, reason } = judgeOrigin(rule, origin);
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
  const raw = pathOfTarget(target);
  if (raw === null) return null;
  if (isAmbiguousPath(raw)) return policy.ambiguous;
  const path = decodeUnreserved(raw);
  const found = policy.rules.findIndex((rule) => pathCovers(rule.path, path));
  const folded = path.toLowerCase();
  if (!policy.pathsAreFolded || folded !== path) {
    const foundFolded = policy.foldedPaths.findIndex((pattern) => pathCovers(pattern, folded));
    if (foundFolded !== found) return policy.ambiguous;
  }
  return policy.rules[found] ?? null;
}

/** Whether a rule allows an Origin value, and why. */
function judgeOrigin(rule: CompiledRule, origin: string): { allowed: boolean; reason: DecisionReason } {
  if (rule.id === undefined) return { allowed: false, reason: reasonFor(rule, origin, "ambiguous-target") };
  if (rule.anyOrigin) return { allowed: true, reason: reasonFor(rule, origin, "any-origin") };
  if (rule.grantsNothing) return { allowed: false, reason: reasonFor(rule, origin, "rule-grants-nothing") };
  if (origin === "") return { allowed: false, reason: reasonFor(rule, origin, "origin-absent") };
  const pattern = rule.origins(origin);
  if (pattern === null) return { allowed: false, reason: reasonFor(rule, origin, "origin-not-listed") };
  if (pattern !== "malformed") return { allowed: true, reason: reasonFor(rule, origin, "origin-listed", pattern) };
  return { allowed: false, reason: reasonFor(rule, origin, origin === "null" ? "origin-null" : "origin-malformed") };
}

/** One shape for every reason: objects made by spreading cost as much as the rest of the decision. */
function reasonFor(
  { id }: CompiledRule,
  origin: string,
  code: DecisionReason["code"],
  pattern?: string,
): DecisionReason {
  return { ruleId: id, origin: origin === "" ? undefined : origin.slice(0, 270), code, pattern };
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
