import { describeConflict, describeExpiredDanger, describeFailure } from "#warning-sentences";
import { describe } from "../policy/describe.ts";
import { endOfDay } from "../policy/parse-danger.ts";
import type { Policy } from "../policy/policy.ts";
import { quote } from "../policy/quote.ts";
import type { Decision } from "../server/decision.ts";
import type { CorsMessage, CorsOptions } from "./cors-options.ts";
import { onceAMinute } from "./once-a-minute.ts";

/** Told when a decision replaces a header of the six, or takes it away, that somebody else had set to another value. */
export type OnConflict = (decision: Decision, name: string, value: string) => void;

/**
 * Warns when another layer adds CORS headers too, once a minute for each rule and header: the commonest breakage there is,
 * which the decision repairs and the log should show.
 */
export function warnOfConflicts(log?: CorsOptions["log"]): OnConflict {
  const mayTell = onceAMinute();
  return (decision, name, value) => {
    const { ruleId } = decision.reason;
    if (!mayTell(`${ruleId ?? ""} ${name}`)) return;
    const ours = decision.set.find(([other]) => other === name)?.[1];
    tell({ code: "CROSSCHECK_CORS_SET_TWICE", text: describeConflict({ ruleId, name, value, ours }), decision }, log);
  };
}

/** A policy may have as many warnings as origins. */
const mostWarnings = 20;

/**
 * Tells what is worth a look in a policy that is taken into use: the warnings of its document, and each danger entry whose
 * last day is over, as it still allows what it names.
 */
export function warnOfPolicy(policy: Policy, log?: CorsOptions["log"]): void {
  const { warnings } = policy;
  for (const warning of warnings.slice(0, mostWarnings)) {
    // `check` makes it an error.
    const fresh = warning.code === "shared-suffix-new";
    tell({ code: `CROSSCHECK_CORS_${fresh ? "SUFFIX_NEW" : "POLICY_WARNING"}`, text: describe(warning) }, log);
  }
  if (warnings.length > mostWarnings) {
    const text = `And ${warnings.length - mostWarnings} more: see the policy's warnings.`;
    tell({ code: "CROSSCHECK_CORS_POLICY_WARNING", text }, log);
  }
  for (const rule of policy.rules) {
    for (const danger of rule.danger) {
      const end = endOfDay(danger.expires);
      if (end === null || Date.now() < end) continue;
      tell({ code: "CROSSCHECK_CORS_DANGER_EXPIRED", text: describeExpiredDanger(rule.id, danger) }, log);
    }
  }
}

/** Warns when a function as `allowOrigins` throws, rejects or gives no boolean: once a minute for each rule. */
export function warnOfFailures(log?: CorsOptions["log"]): (decision: Decision) => void {
  const mayTell = onceAMinute();
  return (decision) => {
    const { ruleId = "", error } = decision.reason;
    if (!mayTell(ruleId)) return;
    const text = describeFailure(ruleId, messageOf(error));
    tell({ code: "CROSSCHECK_CORS_FUNCTION_FAILED", text, decision, error }, log);
  };
}

/** Whatever was thrown: even making a string of it may throw. */
function messageOf(error: unknown): string {
  try {
    return quote(String(error).slice(0, 500));
  } catch {
    return "it threw what cannot be printed";
  }
}

/** To the log that was given; else as Node warns, where there is a `process` that can; else on the console. */
export function tell(message: CorsMessage, log: CorsOptions["log"]): void {
  const { code, text } = message;
  if (log !== undefined) {
    try {
      log(message);
    } catch {
      // A broken log is no reason for a 500.
    }
  } else if (typeof process === "object" && typeof process.emitWarning === "function") {
    process.emitWarning(text, { type: "CorsWarning", code });
  } else console.warn(`CorsWarning [${code}]: ${text}`);
}
