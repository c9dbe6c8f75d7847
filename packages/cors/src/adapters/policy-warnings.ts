import { patternsOverNewSuffixes } from "../policy/judge-origins.ts";
import { endOfDay } from "../policy/parse-danger.ts";
import type { Policy } from "../policy/policy.ts";
import { quote } from "../policy/quote.ts";
import type { Decision } from "../server/decision.ts";

/** Told when a decision replaces a header of the six, or takes it away, that somebody else had set to another value. */
export type OnConflict = (decision: Decision, name: string, value: string) => void;

/**
 * Warns once for each rule and header when another layer adds CORS headers too: the commonest breakage there is, which the
 * decision repairs and the log should show.
 */
export function warnOfConflicts(): OnConflict {
  const warned = new Set<string>();
  return ({ reason, set }, name, value) => {
    const key = `${reason.ruleId ?? ""} ${name}`;
    if (warned.has(key)) return;
    warned.add(key);
    const rule = reason.ruleId === undefined ? "a target that is ambiguous" : `the rule ${quote(reason.ruleId)}`;
    const ours = set.find(([other]) => other === name)?.[1];
    warn(
      "CROSSCHECK_CORS_SET_TWICE",
      `Two layers set CORS headers: under ${rule}, another one set ${name}: ${quote(value)}, and the policy ` +
        `${ours === undefined ? "removed it" : `replaced it with ${quote(ours)}`}. Both in one response would make browsers ` +
        "refuse it. Remove CORS from the other layer (a handler, a framework's option, another middleware).",
    );
  };
}

/** Warns of each danger entry whose last day is over: the policy still allows what it names. And of new suffixes. */
export function warnOfExpiredDangers(policy: Policy): void {
  warnOfNewSuffixes(policy);
  for (const rule of policy.rules) {
    for (const danger of rule.danger) {
      const end = endOfDay(danger.expires);
      if (end === null || Date.now() < end) continue;
      warn(
        "CROSSCHECK_CORS_DANGER_EXPIRED",
        `The rule ${quote(rule.id)} still allows ${danger.allow}, which expired after ${danger.expires} ` +
          `(${quote(danger.reason)}). Remove what needs it, or look at the risk again and set a later day.`,
      );
    }
  }
}

/** Warns of each pattern over a suffix that was listed after the policy may have been written: `check` makes it an error. */
function warnOfNewSuffixes(policy: Policy): void {
  for (const { pattern, ruleId } of patternsOverNewSuffixes(policy)) {
    warn(
      "CROSSCHECK_CORS_SUFFIX_NEW",
      `The rule ${quote(ruleId)} allows ${quote(pattern.text)} with credentials, and the Public Suffix List now has ` +
        `${quote(pattern.host)}, or names under it: strangers can have such names. List the origins, or add a danger entry ` +
        "for shared-suffix.",
    );
  }
}

/** As Node warns, where there is a `process` that can; else on the console. */
function warn(code: string, message: string): void {
  if (typeof process === "object" && typeof process.emitWarning === "function") {
    process.emitWarning(message, { type: "CorsWarning", code });
  } else console.warn(`CorsWarning [${code}]: ${message}`);
}
