import type { Variable } from "./conditions.ts";
import { quote } from "./quote.ts";

/**
 * Sets a variable when a condition holds, and `others` to 1. It runs when the request has been read, and again after every
 * internal redirect.
 */
export function setVariable(
  variable: Variable,
  value: string,
  condition: string,
  others: readonly Variable[] = [],
): string {
  return [`SetEnvIfExpr ${quote(condition)} ${variable}=${value}`, ...others].join(" ");
}
