import type { LintFinding } from "../lint/lint-report.ts";

/** A line may move, so its text counts and not its number. */
export function lintFingerprint({ check, level, file, text = "" }: LintFinding): string {
  return [check, level, file, text].join(" ");
}
