import { readFileSync, writeFileSync } from "node:fs";
import type { LintFinding, LintReport } from "./lint-report.ts";
import { verdictOf } from "./lint-text.ts";

/** Findings that are accepted: a line may move, so what counts is the check, the file and the line's text. */
export type Accepted = ReadonlySet<string>;

export function readBaseline(path: string): Accepted | string {
  try {
    const document: unknown = JSON.parse(readFileSync(path, "utf8"));
    const accepted = (document as { accepted?: unknown }).accepted;
    if (!Array.isArray(accepted)) return `${path} is no baseline: it has no list "accepted".`;
    return new Set(accepted.map((entry: Record<string, unknown>) => keyOf(entry)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the baseline ${path} cannot be read: ${why}. Make one with --write-baseline.`;
  }
}

/** Why it could not be written, or null. */
export function writeBaseline(path: string, { files }: LintReport): string | null {
  const accepted = files.flatMap(({ findings }) => findings.map((finding) => entryOf(finding)));
  try {
    writeFileSync(path, `${JSON.stringify({ schema: "crosscheck/lint-baseline@1", accepted }, null, 2)}\n`);
    return null;
  } catch (error) {
    return `the baseline ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

export function withoutAccepted({ schema, files }: LintReport, accepted: Accepted): LintReport {
  return {
    schema,
    files: files.map((file) => {
      const findings = file.findings.filter((finding) => !accepted.has(keyOf(entryOf(finding))));
      const isIncomplete = findings.some(({ check }) => check === "not-modelled");
      return { ...file, findings, verdict: verdictOf(findings, isIncomplete) };
    }),
  };
}

function entryOf({ check, file, line }: LintFinding): { check: string; file: string; text: string } {
  return { check, file, text: lineOf(file, line) };
}

function keyOf({ check, file, text }: Record<string, unknown>): string {
  return JSON.stringify([check, file, text]);
}

function lineOf(file: string, line: number): string {
  try {
    return (readFileSync(file, "latin1").split("\n")[line - 1] ?? "").trim();
  } catch {
    return "";
  }
}
