import { definePolicy } from "../policy/define-policy.ts";
import type { Policy } from "../policy/policy.ts";
import type { LoneRuleDocument, PolicyDocument } from "../policy/policy-document.ts";
import { compilePolicy } from "../server/compile-policy.ts";
import { decideFor } from "../server/decide.ts";
import type { Decision } from "../server/decision.ts";
import { type OnConflict, warnOfConflicts, warnOfExpiredDangers } from "./policy-warnings.ts";

/** A policy for runtimes that speak `Request` and `Response`. */
export interface WebPolicy {
  /** @param target origin-form or absolute-form */
  decide(request: Request, target: string): Decision;
  readonly onConflict: OnConflict;
}

/** @throws {PolicyError} when the document is no policy. */
export function webPolicy(policyOrDocument: Policy | PolicyDocument | LoneRuleDocument): WebPolicy {
  const policy = definePolicy(policyOrDocument);
  const compiled = compilePolicy(policy);
  warnOfExpiredDangers(policy);
  return {
    // `get` joins and trims the fields of a name, as `decide` does.
    decide: ({ method, headers }, target) =>
      decideFor(
        compiled,
        method,
        target,
        headers.get("origin") ?? "",
        headers.get("access-control-request-method") ?? "",
        headers.get("sec-fetch-site") ?? "",
      ),
    onConflict: warnOfConflicts(),
  };
}
