import type { LintReport } from "../lint/lint-report.ts";
import { annotationLevel } from "./annotation-level.ts";
import { catalogueRules } from "./catalogue-rules.ts";
import { lintFingerprint } from "./lint-fingerprint.ts";
import { fileUri, sarifLog } from "./sarif-log.ts";

/** What lint found, for code scanning. */
export function lintSarif({ files }: LintReport, version: string): unknown {
  return sarifLog({
    command: "lint",
    version,
    rules: catalogueRules,
    results: files
      .flatMap(({ findings }) => findings)
      .map((finding) => {
        const { check, level, severity, file, line, column, message, fix, example } = finding;
        return {
          ruleId: check,
          level: annotationLevel(finding),
          severity: level === "broken" || level === "info" ? null : severity,
          message: `${message}\n\n${fix}`,
          uri: fileUri(file),
          line,
          column,
          fingerprint: lintFingerprint(finding),
          ...(example === undefined ? {} : { more: { properties: { example } } }),
        };
      }),
  });
}
