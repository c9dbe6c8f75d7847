import type { BrowserEngine, Verdict } from "@crosscheck/cors/browser";
import { type JudgedExchange, judgeTypedExchange } from "./judge-typed-exchange.ts";
import type { LearnExample } from "./learn-example.ts";
import { emptyExchange, stepperAddress, type TypedExchange } from "./typed-exchange.ts";

/** An example with what the browser model makes of it now. */
export interface ShownExample {
  readonly example: LearnExample;
  readonly typed: TypedExchange;
  readonly judged: JudgedExchange;
  /** By the standard. */
  readonly gives: LearnExample["gives"] | "unknown";
  readonly differsIn: readonly BrowserEngine[];
  /** The stepper with the exchange in it. */
  readonly address: string;
}

/**
 * Runs an example of the guide.
 *
 * @throws Error if nothing can be judged in it: a mistake of the guide, which its tests find
 */
export function showExample(example: LearnExample): ShownExample {
  const typed = { ...emptyExchange, ...example.exchange };
  const judged = judgeTypedExchange(typed);
  if ("field" in judged)
    throw new Error(`The example ${example.id} has an unusable ${judged.field}: ${judged.message}`);
  const { standard, differsIn } = judged.verdicts;
  return { example, typed, judged, gives: givesOf(standard), differsIn, address: stepperAddress(example.exchange) };
}

function givesOf(verdict: Verdict): ShownExample["gives"] {
  switch (verdict.type) {
    case "allowed":
      return verdict.response.type === "opaque" ? "opaque" : "read";
    case "network error":
      return verdict.reason;
    default:
      return "unknown";
  }
}
