import type { Level, Severity } from "../checks/finding.ts";
import { reaches } from "../checks/run-checks.ts";

/** How loud a finding is in a code review: what fails a run is an error. */
export function annotationLevel({
  level,
  severity,
}: {
  readonly level: Level;
  readonly severity: Severity;
}): "error" | "warning" | "note" {
  if (level === "broken" || reaches(severity, "medium")) return "error";
  return severity === "low" ? "warning" : "note";
}
