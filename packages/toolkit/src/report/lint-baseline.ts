import { verdictOf } from "../checks/verdict-of.ts";
import type { LintedFile, LintReport } from "../lint/lint-report.ts";
import { type Baseline, isAccepted, type Looked } from "./baseline.ts";
import { lintFingerprint } from "./lint-fingerprint.ts";

/** All of a file that a baseline may accept. */
export function lookedAtFile({ file, verdict, findings }: LintedFile): Looked {
  return {
    at: file,
    isComplete: verdict !== "inconclusive",
    found: findings.map((finding) => ({ ...finding, fingerprint: lintFingerprint(finding) })),
  };
}

/** The report without what is accepted, judged by what is left. */
export function lintWithoutAccepted({ schema, files }: LintReport, baseline: Baseline): LintReport {
  return {
    schema,
    files: files.map((file) => {
      const findings = file.findings.filter(
        (finding) => !isAccepted(baseline, { ...finding, fingerprint: lintFingerprint(finding) }),
      );
      const isIncomplete = findings.some(({ check }) => check === "not-modelled");
      return { ...file, findings, verdict: verdictOf(findings, isIncomplete) };
    }),
  };
}
