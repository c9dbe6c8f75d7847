import type { ArrivingRequest, Evaluated } from "../config/simulation.ts";
import { type CostlyExpression, costlyExpression } from "./costly-expression.ts";
import type { ConfigFault, OriginRule } from "./lint-target.ts";
import { stepBudget, withinBudget } from "./step-budget.ts";

const mostSteps = 3_000_000;
const mostStepsPerRule = 500_000;
/** What the simulation itself tries for one request. */
const mostTries = 1_000_000;
/** So many say enough. */
const mostTold = 12;

interface CostlyRules {
  readonly faults: readonly ConfigFault[];
  /** The simulated server, which does not answer where its expressions would not come to an end. */
  readonly guard: (respond: (request: ArrivingRequest) => Evaluated) => (request: ArrivingRequest) => Evaluated;
}

/** The rules by which anybody's Origin keeps the server busy. */
export function costlyRules(rules: readonly OriginRule[]): CostlyRules {
  const total = stepBudget(mostSteps);
  const found: { readonly rule: OriginRule; readonly costly: CostlyExpression | null }[] = [];
  const seen = new Set<string>();
  for (const rule of rules) {
    const key = `${rule.caseless} ${rule.source}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const decided = withinBudget(() => ({
      costly: costlyExpression(rule.source, rule.caseless, stepBudget(mostStepsPerRule, total)),
    }));
    if (decided?.costly !== null) found.push({ rule, costly: decided?.costly ?? null });
  }
  if (found.length === 0) return { faults: [], guard: (respond) => respond };
  const faults = found.flatMap(({ rule, costly }) => (costly === null ? [] : [faultOf(rule, costly)]));
  return { faults: faults.slice(0, mostTold), guard: (respond) => guarded(respond, found) };
}

function faultOf({ source, place }: OriginRule, { kind, before, part, after }: CostlyExpression): ConfigFault {
  const shown = source.length > 120 ? `${source.slice(0, 120)}…` : source;
  const how = kind === "exponential" ? "twice as many with each part more" : "a power of the number of parts";
  const text = JSON.stringify(`${before}${part.repeat(3)}…${after}`);
  return {
    check: "costly-expression",
    level: "info",
    severity: "low",
    place,
    message: `${shown} reads one text in many ways and tries them all before it fails: an Origin such as ${text} (${JSON.stringify(part)} again and again) takes ${how}, and anybody may send it.`,
    fix: "Let each repetition end in a character that it does not contain itself: (?:[a-z0-9-]+\\.)*",
  };
}

function guarded(
  respond: (request: ArrivingRequest) => Evaluated,
  rules: readonly { readonly rule: OriginRule; readonly costly: CostlyExpression | null }[],
): (request: ArrivingRequest) => Evaluated {
  const known = new Map<string, OriginRule | null>();
  const stopper = (origin: string): OriginRule | null =>
    rules.find(({ costly }) => costly === null || costly.triesOver(origin) > mostTries)?.rule ?? null;
  return (request) => {
    const origin = request.headers.find(([name]) => name.toLowerCase() === "origin")?.[1];
    if (origin === undefined) return respond(request);
    const rule = known.has(origin) ? (known.get(origin) ?? null) : stopper(origin);
    known.set(origin, rule);
    return rule === null
      ? respond(request)
      : { kind: "not modelled", why: "an expression that takes too many steps", place: rule.place };
  };
}
