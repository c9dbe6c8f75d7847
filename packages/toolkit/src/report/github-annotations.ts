import type { LintReport } from "../lint/lint-report.ts";
import { annotationLevel } from "./annotation-level.ts";

/** https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message */
export function githubAnnotations({ files }: LintReport): string {
  return files
    .flatMap(({ findings }) => findings)
    .map((finding) => {
      const { check, file, line, column, message, fix } = finding;
      const level = annotationLevel(finding);
      const kind = level === "note" ? "notice" : level;
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
