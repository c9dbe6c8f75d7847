import type { LintReport } from "../lint/lint-report.ts";

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function lintSarif({ files }: LintReport): unknown {
  const findings = files.flatMap(({ findings }) => findings);
  const rules = [...new Set(findings.map(({ check }) => check))].map((id) => ({ id }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "crosscheck", rules } },
        results: findings.map(({ check, level, severity, file, line, column, message, fix, example }) => ({
          ruleId: check,
          level:
            level === "broken" || ["critical", "high", "medium"].includes(severity)
              ? "error"
              : severity === "low"
                ? "warning"
                : "note",
          message: { text: `${message}\n\n${fix}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file) },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
          ...(example === undefined ? {} : { properties: { example } }),
        })),
      },
    ],
  };
}
