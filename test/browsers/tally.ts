import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import { expandOrigins, originsOf } from "./browser-case.ts";
import { compareOutcomes } from "./compare-outcomes.ts";
import { compareReasons } from "./compare-reasons.ts";
import { explanationOf } from "./explained-disagreements.ts";
import { judgeCase } from "./judge-case.ts";
import type { RecordedCase } from "./run-cases.ts";

/** What came of holding the model against an engine's outcomes. */
export interface Tally {
  cases: number;
  reasonsEqual: number;
  reasonsDifferent: number;
  readonly disagreements: Disagreement[];
  /** The cases whose console names another reason. */
  readonly otherReasons: RecordedCase[];
}

export interface Disagreement {
  readonly record: RecordedCase;
  readonly differences: readonly string[];
  /** The identifier of its explanation, or null. */
  readonly explanation: string | null;
}

/** The model sees the same ports, whatever the browser saw. */
const origins = originsOf(8001, 8002, 8003);

export function emptyTally(): Tally {
  return { cases: 0, reasonsEqual: 0, reasonsDifferent: 0, disagreements: [], otherReasons: [] };
}

export function addToTally(tally: Tally, engine: BrowserEngine, record: RecordedCase): void {
  const model = judgeCase(expandOrigins(record.case, origins), engine, origins);
  const outcome = expandOrigins(record.outcome, origins);
  const differences = compareOutcomes(outcome, model);
  tally.cases++;
  if (differences.length > 0) {
    const explanation =
      explanationOf(engine, record.case, outcome, { steps: model.steps, wire: model.wire })?.id ?? null;
    tally.disagreements.push({ record, differences, explanation });
    return;
  }
  const reasons = compareReasons(engine, record.messages, model.verdicts);
  if (reasons === "equal") tally.reasonsEqual++;
  if (reasons !== "different") return;
  tally.reasonsDifferent++;
  tally.otherReasons.push(record);
}

/** Of the blocked cases whose reason the console names, the part with the model's. */
export function reasonAgreement({ reasonsEqual, reasonsDifferent }: Tally): number {
  const told = reasonsEqual + reasonsDifferent;
  return told === 0 ? 1 : reasonsEqual / told;
}

export function describeDisagreement({ record, differences, explanation }: Disagreement): string {
  return [
    `${record.case.id} (${record.case.family})${explanation === null ? "" : `, explained: ${explanation}`}`,
    ...differences.map((difference) => `  ${difference}`),
    `  ${JSON.stringify(record.case)}`,
    ...record.messages.map((message) => `  console: ${message}`),
  ].join("\n");
}
