import { definePolicy } from "../policy/define-policy.ts";
import { type CompiledPolicy, compilePolicy } from "../server/compile-policy.ts";
import type { Decision } from "../server/decision.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { type OnConflict, tell, warnOfConflicts, warnOfFailures, warnOfPolicy } from "./policy-warnings.ts";
import { isDenial, refusals } from "./refusal-channel.ts";

/** The policy of a middleware: the one of now, and what is told of its decisions. A class, because it is asked each time. */
export class LivePolicy {
  compiled!: CompiledPolicy;
  onConflict!: OnConflict;
  #onFailure!: (decision: Decision) => void;
  readonly #options: CorsOptions;

  /** @throws {PolicyError} when the document is no policy. */
  constructor(policyOrDocument: PolicyInput, options: CorsOptions = {}) {
    this.#options = options;
    this.replace(policyOrDocument);
  }

  /** @throws {PolicyError} when the document is no policy: then the old one stays. */
  replace(policyOrDocument: PolicyInput): void {
    const policy = definePolicy(policyOrDocument);
    const compiled = compilePolicy(policy);
    const { log } = this.#options;
    warnOfPolicy(policy, log);
    // What was told of the old policy may hold of the new one, or no longer: it is told again.
    this.onConflict = warnOfConflicts(log);
    this.#onFailure = warnOfFailures(log);
    this.compiled = compiled;
  }

  /** What a middleware has beside its function. */
  get replaceable(): Replaceable {
    return { replace: (policyOrDocument) => this.replace(policyOrDocument) };
  }

  /** Tells what is to be told of a decision; the decision to apply, which debugging adds a header to. */
  observe(decision: Decision, method: string, target: string): Decision {
    if (decision.reason.error !== undefined) this.#onFailure(decision);
    if (refusals?.hasSubscribers === true && isDenial(decision)) refusals.publish({ decision, method, target });
    const { log, debug } = this.#options;
    if (debug === undefined) return decision;
    const why = describeReason(decision);
    tell({ code: "CROSSCHECK_CORS_DECISION", text: `${JSON.stringify(`${method} ${target}`)}: ${why}`, decision }, log);
    return debug === "log" ? decision : { ...decision, set: [...decision.set, ["Crosscheck-Cors", why]] };
  }
}

/** Whether a response has to be looked at. Where no rule matches, only debugging adds something. */
export function changesAnything({ kind, set }: Decision): boolean {
  return kind !== "no-rule" || set.length > 0;
}

/** Nothing of the request is in it: what a client sends does not come back. */
function describeReason({ kind, reason: { ruleId, code, pattern } }: Decision): string {
  const rule = ruleId === undefined ? "" : `; rule=${ruleId}`;
  return `${kind}${rule}; reason=${code}${pattern === undefined ? "" : `; pattern="${pattern}"`}`;
}
