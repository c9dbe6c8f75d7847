import type { LintFinding, LintReport } from "../lint/lint-report.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap-text.ts";

/** What lint found, for a person at a terminal. */
export function lintTextReport({ files }: LintReport, style: Style, columns = 80): string {
  const width = Math.max(40, Math.min(columns, 100)) - 4;
  const verdicts = {
    passed: style.green("✓ Passed"),
    failed: style.red("✗ Failed"),
    inconclusive: style.yellow("? Could not be judged to the end"),
  };
  const parts = files.map(({ file, as, verdict, findings }) =>
    [`${style.bold(printable(file))} (${as})  ${verdicts[verdict]}`, ...findings.flatMap(lines)].join("\n"),
  );
  return `${parts.join("\n\n")}\n`;

  function lines({
    check,
    level,
    severity,
    file,
    line,
    column,
    message,
    fix,
    example,
    request,
  }: LintFinding): string[] {
    const weight = level === "broken" ? "broken" : level === "info" ? "for information" : `${level}, ${severity}`;
    const paint = level === "info" || severity === "info" ? style.yellow : style.red;
    return [
      "",
      `  ${printable(file)}:${line}:${column}  ${paint(check)} ${style.dim(`(${weight})`)}`,
      ...wrapText(printable(message, 2_000), width).map((text) => `    ${text}`),
      ...(example === undefined ? [] : [`    Lets in  ${printable(example)}`]),
      ...(request === undefined ? [] : [`    Ask      ${printable(request, 1_000)}`]),
      ...fix.split("\n").map((text, index) => `    ${index === 0 ? "Fix     " : "        "} ${printable(text, 1_000)}`),
    ];
  }
}
