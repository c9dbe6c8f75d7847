import { catalogue } from "./catalogue/index.ts";
import type { Check } from "./check.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding, Severity } from "./finding.ts";

/** From the gravest. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

/** What the catalogue finds in the evidence: the gravest first, broken before informative, else in the catalogue's order. */
export function runChecks(evidence: Evidence, checks: readonly Check[] = catalogue): readonly Finding[] {
  const findings = checks.flatMap((check) => check.run(evidence));
  return findings.sort((left, right) => weight(left) - weight(right));
}

/** The same over several URLs of one site: each fault once, where it is gravest; advice from the first URL alone. */
export function runChecksOver(all: readonly Evidence[]): readonly Finding[] {
  const isOfOneUrl = (id: string): boolean => catalogue.find((check) => check.id === id)?.isOfOneUrl === true;
  const found = all.flatMap((evidence, index) =>
    runChecks(evidence).filter(
      ({ check, level, severity }) => index === 0 || isOfOneUrl(check) || level === "broken" || severity !== "info",
    ),
  );
  const gravest = found.sort((left, right) => weight(left) - weight(right));
  return gravest.filter(
    ({ check }, index) => isOfOneUrl(check) || gravest.findIndex((other) => other.check === check) === index,
  );
}

/** Whether a severity is as grave as another, or graver. */
export function reaches(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

function weight({ severity, level }: Finding): number {
  return severities.indexOf(severity) * 2 + (level === "broken" ? 0 : 1);
}
