import { patternsOverNewSuffixes } from "../policy/judge-origins.ts";
import { endOfDay } from "../policy/parse-danger.ts";
import type { Policy } from "../policy/policy.ts";
import { quote } from "../policy/quote.ts";
import type { Decision } from "../server/decision.ts";
import type { CorsMessage, CorsOptions } from "./cors-options.ts";

/** Told when a decision replaces a header of the six, or takes it away, that somebody else had set to another value. */
export type OnConflict = (decision: Decision, name: string, value: string) => void;

/**
 * Warns once for each rule and header when another layer adds CORS headers too: the commonest breakage there is, which the
 * decision repairs and the log should show.
 */
export function warnOfConflicts(log?: CorsOptions["log"]): OnConflict {
  const warned = new Set<string>();
  return (decision, name, value) => {
    const { reason, set } = decision;
    const key = `${reason.ruleId ?? ""} ${name}`;
    if (warned.has(key)) return;
    warned.add(key);
    const rule = reason.ruleId === undefined ? "a target that is ambiguous" : `the rule ${quote(reason.ruleId)}`;
    const ours = set.find(([other]) => other === name)?.[1];
    const text =
      `Two layers set CORS headers: under ${rule}, another one set ${name}: ${quote(value)}, and the policy ` +
      `${ours === undefined ? "removed it" : `replaced it with ${quote(ours)}`}. Both in one response would make browsers ` +
      "refuse it. Remove CORS from the other layer (a handler, a framework's option, another middleware).";
    tell({ code: "CROSSCHECK_CORS_SET_TWICE", text, decision }, log);
  };
}

/** Warns of each danger entry whose last day is over: the policy still allows what it names. And of new suffixes. */
export function warnOfExpiredDangers(policy: Policy, log?: CorsOptions["log"]): void {
  warnOfNewSuffixes(policy, log);
  for (const rule of policy.rules) {
    for (const danger of rule.danger) {
      const end = endOfDay(danger.expires);
      if (end === null || Date.now() < end) continue;
      const text =
        `The rule ${quote(rule.id)} still allows ${danger.allow}, which expired after ${danger.expires} ` +
        `(${quote(danger.reason)}). Remove what needs it, or look at the risk again and set a later day.`;
      tell({ code: "CROSSCHECK_CORS_DANGER_EXPIRED", text }, log);
    }
  }
}

/** Warns of each pattern over a suffix that was listed after the policy may have been written: `check` makes it an error. */
function warnOfNewSuffixes(policy: Policy, log: CorsOptions["log"]): void {
  for (const { pattern, ruleId } of patternsOverNewSuffixes(policy)) {
    const text =
      `The rule ${quote(ruleId)} allows ${quote(pattern.text)} with credentials, and the Public Suffix List now has ` +
      `${quote(pattern.host)}, or names under it: strangers can have such names. List the origins, or add a danger entry ` +
      "for shared-suffix.";
    tell({ code: "CROSSCHECK_CORS_SUFFIX_NEW", text }, log);
  }
}

const failureInterval = 60_000;

/** Warns when a function as `allowOrigins` throws, rejects or gives no boolean: once a minute for each rule. */
export function warnOfFailures(log?: CorsOptions["log"]): (decision: Decision) => void {
  const warned = new Map<string, number>();
  return (decision) => {
    const { ruleId = "", error } = decision.reason;
    const now = Date.now();
    if (now - (warned.get(ruleId) ?? -failureInterval) < failureInterval) return;
    warned.set(ruleId, now);
    const text =
      `The allowOrigins function of the rule ${quote(ruleId)} failed, so the origin was refused: ${messageOf(error)}. ` +
      "Further failures of this rule are not told for a minute.";
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
