import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { departureFacts } from "../../packages/cors/src/browser/departure-facts.ts";
import {
  type BrowserEngine,
  type DepartureId,
  departuresOf,
  profileOf,
} from "../../packages/cors/src/browser/departures.ts";
import { type BrowserCase, type CaseOutcome, expandOrigins, originsOf } from "./browser-case.ts";
import { compareOutcomes } from "./compare-outcomes.ts";
import { compareReasons } from "./compare-reasons.ts";
import { departureCase } from "./departure-case.ts";
import { judgeCaseAs } from "./judge-case.ts";
import type { RecordedCase } from "./run-cases.ts";

/** What an engine did with the cases of its departures, and on a seed that was drawn afterwards. */
export interface DepartureEvidence {
  readonly version: string;
  readonly seen: Readonly<Record<string, SeenDeparture>>;
  readonly freshSeed: { readonly seed: number; readonly cases: number; readonly disagreements: number };
}

/** Every run of a departure's case; equal ones are kept once. */
export interface SeenDeparture {
  readonly runs: number;
  readonly outcomes: readonly Pick<RecordedCase, "outcome" | "messages">[];
}

const fileOf = (engine: BrowserEngine): string =>
  fileURLToPath(new URL(`recorded/${engine}-departures.json`, import.meta.url));

export function readEvidence(engine: BrowserEngine): DepartureEvidence {
  return JSON.parse(readFileSync(fileOf(engine), "utf8")) as DepartureEvidence;
}

export function writeEvidence(engine: BrowserEngine, evidence: DepartureEvidence): void {
  writeFileSync(fileOf(engine), `${JSON.stringify(evidence, null, 1)}\n`);
}

/** The cases of an engine's departures; `run` keeps those of one run from what another left in a cache. */
export function departureCases(engine: BrowserEngine, run: number): readonly BrowserCase[] {
  return departuresOf(engine).map((id, index) => departureCase(`kd${run}-${index}`, departureFacts[id].example));
}

/** By departure, from the runs' records in the order of `departureCases`. */
export function gatherEvidence(
  engine: BrowserEngine,
  runs: readonly (readonly RecordedCase[])[],
): Readonly<Record<string, SeenDeparture>> {
  const seen = departuresOf(engine).map((id, index): [string, SeenDeparture] => {
    const outcomes = new Map<string, Pick<RecordedCase, "outcome" | "messages">>();
    for (const [run, records] of runs.entries()) {
      const record = records[index];
      if (record === undefined) continue;
      // The run is part of the paths.
      const text = JSON.stringify({ outcome: record.outcome, messages: record.messages });
      const kept = text.replaceAll(`kd${run + 1}-${index}`, `kd1-${index}`);
      outcomes.set(kept, JSON.parse(kept));
    }
    return [id, { runs: runs.length, outcomes: [...outcomes.values()] }];
  });
  return Object.fromEntries(seen);
}

const origins = originsOf(8001, 8002, 8003);

/** What is wrong with the evidence of a departure, as sentences; empty when it holds. */
export function problemsOf(engine: BrowserEngine, id: DepartureId, seen: SeenDeparture | undefined): string[] {
  if (seen === undefined || seen.runs < 3)
    return [`${id}: was not run three times. Run test:browsers -- --departures.`];
  const [first, ...others] = seen.outcomes;
  if (first === undefined) return [`${id}: no run of it has an outcome.`];
  if (others.length > 0) return [`${id}: the runs do not agree: ${JSON.stringify(seen.outcomes)}`];
  const index = departuresOf(engine).indexOf(id);
  const one = departureCase(`kd1-${index}`, departureFacts[id].example);
  const profile = profileOf(engine);
  const departures = new Set(profile.departures);
  departures.delete(id);
  const problems = disagreements(one, first, profile).map((difference) => `${id}: ${difference}`);
  if (disagreements(one, first, { ...profile, departures }).length === 0)
    problems.push(`${id}: the model says the same without it.`);
  return problems;

  function disagreements(
    case_: BrowserCase,
    { outcome, messages }: { readonly outcome: CaseOutcome; readonly messages: readonly string[] },
    as: typeof profile,
  ): readonly string[] {
    const model = judgeCaseAs(as, expandOrigins(case_, origins), origins);
    const differences = compareOutcomes(expandOrigins(outcome, origins), model);
    if (differences.length > 0) return differences;
    if (compareReasons(engine, messages, model.verdicts) !== "different") return [];
    return [`the console names another reason: ${messages.join(" ")}`];
  }
}
