import type { Finding } from "./finding.ts";
import { reaches } from "./run-checks.ts";

/** As the scan's test says it: what is unsafe or broken fails, what could not be told never passes. */
export function verdictOf(
  findings: readonly Pick<Finding, "level" | "severity">[],
  isIncomplete: boolean,
): "passed" | "failed" | "inconclusive" {
  const fails = findings.some(({ level, severity }) => level === "broken" || reaches(severity, "medium"));
  if (fails) return "failed";
  return isIncomplete ? "inconclusive" : "passed";
}
