import type { LintReport } from "../lint/lint-report.ts";

/** https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message */
export function githubAnnotations({ files }: LintReport): string {
  return files
    .flatMap(({ findings }) => findings)
    .map(({ check, level, severity, file, line, column, message, fix }) => {
      const isError = level === "broken" || ["critical", "high", "medium"].includes(severity);
      const kind = isError ? "error" : severity === "low" ? "warning" : "notice";
      const place = `file=${property(file)},line=${line},col=${column},title=${property(`crosscheck ${check}`)}`;
      return `::${kind} ${place}::${data(`${message}\n${fix}`)}\n`;
    })
    .join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
