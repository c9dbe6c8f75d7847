import { parseSerializedOrigin } from "../http/serialized-origin.ts";
import type { AllowOriginsFunction, OriginQuestion, RequestOrigin } from "../policy/allow-origins-function.ts";
import { isInsecureOrigin } from "../policy/judge-origins.ts";
import type { CompiledRule } from "./compile-rule.ts";
import type { DecisionReason } from "./decision.ts";
import { reasonFor } from "./reason-for.ts";

export interface Judgement {
  readonly allowed: boolean;
  readonly reason: DecisionReason;
}

const opaque: RequestOrigin = Object.freeze({ serialized: "null", scheme: "", host: "", port: null });

/**
 * Asks a rule's function about an Origin value. What no `true` of it could allow is refused without asking. Never throws,
 * and its promise never rejects.
 */
export function askOriginFunction(
  rule: CompiledRule,
  allowOrigins: AllowOriginsFunction,
  value: string,
  request: OriginQuestion,
): Judgement | Promise<Judgement> {
  const origin = value === "null" ? opaque : readOrigin(value);
  if (origin === null) return refusal(rule, value, "origin-malformed");
  if (origin === opaque && !rule.mayBeNull) return refusal(rule, value, "origin-null");
  if (origin !== opaque && !rule.mayBeInsecure && isInsecureOrigin(origin)) {
    return refusal(rule, value, "origin-insecure");
  }
  try {
    const given: unknown = allowOrigins(origin, Object.freeze(request));
    if (typeof given === "boolean") return judgement(rule, value, given);
    if (!isThenable(given)) return failure(rule, value, noBoolean(given));
    return Promise.resolve(given).then(
      (later) => (typeof later === "boolean" ? judgement(rule, value, later) : failure(rule, value, noBoolean(later))),
      (error) => failure(rule, value, error),
    );
  } catch (error) {
    return failure(rule, value, error);
  }
}

function readOrigin(value: string): RequestOrigin | null {
  const parsed = parseSerializedOrigin(value);
  return parsed === null ? null : Object.freeze({ serialized: value, ...parsed });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

function judgement(rule: CompiledRule, value: string, allowed: boolean): Judgement {
  return { allowed, reason: reasonFor(rule, value, allowed ? "origin-accepted" : "origin-rejected") };
}

function refusal(rule: CompiledRule, value: string, code: DecisionReason["code"]): Judgement {
  return { allowed: false, reason: reasonFor(rule, value, code) };
}

function failure(rule: CompiledRule, value: string, error: unknown): Judgement {
  return { allowed: false, reason: reasonFor(rule, value, "origin-function-failed", undefined, error) };
}

function noBoolean(given: unknown): TypeError {
  return new TypeError(`An allowOrigins function gave ${given === null ? "null" : typeof given}, not true or false.`);
}
