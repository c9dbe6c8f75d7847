import type { RuleDocument } from "@crosscheck/cors";
import type { CheckedDanger, PolicyCheck } from "../policy-file/policy-check.ts";
import { printable } from "../report/printable.ts";
import type { Style } from "../report/style.ts";

/** A check of a policy for a person at a terminal. Ends in a newline. */
export function policyCheckText(check: PolicyCheck, style: Style): string {
  const { file, environment, verdict, problems, rules, dangers } = check;
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const where = environment === null ? "" : `, environment ${printable(environment)}`;
  const counts = [count(errors.length, "error"), count(warnings.length, "warning")].join(", ");
  const passed = verdict === "passed" ? style.green("Passed") : style.red("Failed");
  const lines = [`${style.bold(printable(file))}${where}: ${passed}, ${counts}`];

  for (const [title, list] of [
    ["Errors", errors],
    ["Warnings", warnings],
  ] as const) {
    if (list.length > 0) lines.push("", title, ...list.map(({ message }) => indent(message)));
  }
  if (rules !== null && rules.length > 0)
    lines.push("", "Rules, the first whose path matches decides", ...table(rules.map(ruleRow)));
  if (dangers !== null && dangers.length > 0)
    lines.push("", "Dangers taken on purpose", ...table(dangers.map((entry) => dangerRow(entry, style))));
  return `${lines.join("\n")}\n`;
}

function count(number: number, thing: string): string {
  return `${number === 0 ? "no" : number} ${thing}${number === 1 ? "" : "s"}`;
}

function indent(message: string): string {
  return message.replace(/^/gm, "  ");
}

/** Two columns as wide as they need to be, then the rest. */
function table(rows: readonly (readonly [string, string, string])[]): readonly string[] {
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  return rows.map(([first, second, rest]) => `  ${first.padEnd(width(0))}  ${second.padEnd(width(1))}  ${rest}`);
}

function ruleRow(rule: RuleDocument): readonly [string, string, string] {
  const parts = [
    origins(rule.allowOrigins),
    ...(rule.allowCredentials ? ["credentials"] : []),
    ...named("methods", rule.allowMethods),
    ...named("headers", rule.allowHeaders),
    ...named("exposes", rule.exposeHeaders),
    ...(rule.maxAge === undefined ? [] : [`maxAge ${rule.maxAge} s`]),
    ...(rule.refuseUnlisted ? ["403 for the unlisted"] : []),
  ];
  return [rule.id, rule.path, parts.join("; ")];
}

const mostNamed = 3;

function origins(list: RuleDocument["allowOrigins"]): string {
  if (list === "*") return "any origin";
  if (typeof list === "function") return "origins that a function allows";
  if (list.length === 0) return "no origin";
  return some(list);
}

function named(title: string, list: "*" | readonly string[] | undefined): readonly string[] {
  return list === undefined ? [] : [`${title} ${some([list].flat())}`];
}

function some(list: readonly string[]): string {
  const rest = list.length - mostNamed;
  return `${list.slice(0, mostNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function dangerRow(
  { ruleId, allow, reason, expires, daysLeft }: CheckedDanger,
  style: Style,
): readonly [string, string, string] {
  const days = count(Math.abs(daysLeft), "day");
  const left =
    daysLeft < 0
      ? style.red(`expired ${days} ago`)
      : daysLeft === 0
        ? style.yellow("today is its last day")
        : `${days} left`;
  return [ruleId, allow, `until ${expires}, ${left}: ${printable(reason)}`];
}
