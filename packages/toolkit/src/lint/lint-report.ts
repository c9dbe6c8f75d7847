import type { Level, Severity } from "../checks/finding.ts";

/** `crosscheck/lint@1`: what `lint --format json` prints. */
export interface LintReport {
  readonly schema: "crosscheck/lint@1";
  readonly files: readonly LintedFile[];
}

export interface LintedFile {
  /** As it was given. */
  readonly file: string;
  readonly as: string;
  readonly verdict: "passed" | "failed" | "inconclusive";
  readonly findings: readonly LintFinding[];
}

export interface LintFinding {
  readonly check: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is written on that line, without the space around it. */
  readonly text?: string;
  readonly message: string;
  /** The corrected lines, or what to do. */
  readonly fix: string;
  /** An origin that it lets in. */
  readonly example?: string;
  /** The request that shows it. */
  readonly request?: string;
}
