import { definePolicy } from "../policy/define-policy.ts";
import { type CompiledPolicy, compilePolicy } from "../server/compile-policy.ts";
import type { Decision } from "../server/decision.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { type OnConflict, tell, warnOfConflicts, warnOfExpiredDangers, warnOfFailures } from "./policy-warnings.ts";
import { isDenial, refusals } from "./refusal-channel.ts";

/** The policy of a middleware: the one of now, and what is told of its decisions. */
export interface LivePolicy extends Replaceable {
  current(): CompiledPolicy;
  readonly onConflict: OnConflict;
  /** Tells what is to be told of a decision; the decision to apply, which debugging adds a header to. */
  observe(decision: Decision, method: string, target: string): Decision;
}

/** @throws {PolicyError} when the document is no policy. */
export function livePolicy(policyOrDocument: PolicyInput, { log, debug }: CorsOptions): LivePolicy {
  let compiled: CompiledPolicy;
  const replace = (given: PolicyInput): void => {
    const policy = definePolicy(given);
    const fresh = compilePolicy(policy);
    warnOfExpiredDangers(policy, log);
    compiled = fresh;
  };
  replace(policyOrDocument);
  const onFailure = warnOfFailures(log);

  return {
    replace,
    current: () => compiled,
    onConflict: warnOfConflicts(log),
    observe(decision, method, target) {
      if (decision.reason.error !== undefined) onFailure(decision);
      if (refusals?.hasSubscribers === true && isDenial(decision)) refusals.publish({ decision, method, target });
      if (debug === undefined) return decision;
      const why = describeReason(decision);
      tell(
        { code: "CROSSCHECK_CORS_DECISION", text: `${JSON.stringify(`${method} ${target}`)}: ${why}`, decision },
        log,
      );
      return debug === "log" ? decision : { ...decision, set: [...decision.set, ["Crosscheck-Cors", why]] };
    },
  };
}

/** Nothing of the request is in it: what a client sends does not come back. */
function describeReason({ kind, reason: { ruleId, code, pattern } }: Decision): string {
  const rule = ruleId === undefined ? "" : `; rule=${ruleId}`;
  return `${kind}${rule}; reason=${code}${pattern === undefined ? "" : `; pattern="${pattern}"`}`;
}
