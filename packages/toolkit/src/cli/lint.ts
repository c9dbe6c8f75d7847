import { policyResponder } from "@crosscheck/cors";
import type { Severity } from "../checks/finding.ts";
import { reaches, severities } from "../checks/run-checks.ts";
import { nearest } from "../config/nearest.ts";
import type { LintedFile, LintReport } from "../lint/lint-report.ts";
import { detectTarget, lintTargets } from "../lint/lint-targets.ts";
import { lintText } from "../lint/lint-text.ts";
import { githubAnnotations } from "../report/github-annotations.ts";
import { lintWithoutAccepted, lookedAtFile } from "../report/lint-baseline.ts";
import { lintSarif } from "../report/lint-sarif.ts";
import { lintTextReport } from "../report/lint-text-report.ts";
import { printJson } from "../report/print-json.ts";
import { printable } from "../report/printable.ts";
import { readBaseline, tellStale, writeBaseline } from "./baseline-file.ts";
import type { Io } from "./command.ts";
import { configurationFiles, fileSource } from "./configuration-files.ts";
import { openOutput } from "./open-output.ts";
import { parseOptions } from "./parse-options.ts";
import { readIntended } from "./read-intended.ts";
import { terminalStyle } from "./terminal-style.ts";
import { version } from "./version.ts";

export const summary: string = "judge a web server's configuration";

const formats = ["text", "json", "sarif", "github"] as const;

export const help: string = `Usage: crosscheck lint FILE… [options]

Simulates the server that a configuration makes, asks it what a scan would ask, and tells at which line an answer goes wrong.
Includes are followed; of a folder, every file is read that looks like a configuration.

Kinds:
${lintTargets.map(({ name, summary }) => `  ${name.padEnd(11)} ${summary}`).join("\n")}

Options:
  --as KIND             what the files are, where their names and texts do not say
  --format FORMAT       text, json, sarif, or github: annotations of a workflow
  --json                the same as --format json
  --output FILE         write there instead of to standard output
  --fail-on SEVERITY    critical, high, medium (unless told), low, info or never
  --policy FILE         what the application behind the server adds by itself: where both add headers is found
  --environment E       the environment of the policy to apply
  --baseline FILE       leave out the findings that are accepted there
  --write-baseline      accept all of today's findings: write them to the file of --baseline

Exit codes:
  1  a file failed, or a finding reaches --fail-on
  3  otherwise, when a directive is not modelled or a file that is included is not there
  2  wrong use, or a file that cannot be read
  0  otherwise

Examples:
  crosscheck lint /etc/nginx/nginx.conf
  crosscheck lint --as nginx snippets/cors.conf
  crosscheck lint /etc/nginx/nginx.conf --policy crosscheck.policy.yaml
  crosscheck lint . --format sarif --output lint.sarif
`;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("lint", argv, {
    as: "value",
    format: "value",
    json: "flag",
    output: "value",
    "fail-on": "value",
    policy: "value",
    environment: "value",
    baseline: "value",
    "write-baseline": "flag",
  });
  if (!options.ok) return wrongUse(io, options.message);
  const value = (name: string): string | null => options.values.get(name)?.[0] ?? null;
  const format = formats.find((name) => name === (value("format") ?? (options.flags.has("json") ? "json" : "text")));
  if (format === undefined) return wrongUse(io, unknown("--format", value("format") ?? "", formats));
  const failOn = [...severities, "never" as const].find((name) => name === (value("fail-on") ?? "medium"));
  if (failOn === undefined) return wrongUse(io, unknown("--fail-on", value("fail-on") ?? "", [...severities, "never"]));
  const as = value("as");
  const target = lintTargets.find(({ name }) => name === as);
  const names = lintTargets.map(({ name }) => name);
  if (as !== null && target === undefined) return wrongUse(io, unknown("--as", as, names));
  if (options.positionals.length === 0) {
    return wrongUse(io, "crosscheck lint: it needs a file: crosscheck lint /etc/nginx/nginx.conf.");
  }
  const named = value("baseline");
  const isWritten = options.flags.has("write-baseline");
  if (isWritten && named === null) {
    return wrongUse(io, "crosscheck lint: --write-baseline needs the file's name: --baseline FILE.");
  }
  const baseline = named === null ? null : readBaseline(named, isWritten);
  if (typeof baseline === "string") return wrongUse(io, `crosscheck lint: ${baseline}`);

  const policyFile = value("policy");
  if (policyFile === null && value("environment") !== null) {
    return wrongUse(io, "crosscheck lint: --environment is one of a policy's: add --policy FILE.");
  }
  const behind = policyFile === null ? null : await readIntended(policyFile, value("environment"), "lint");
  if (typeof behind === "string") return wrongUse(io, behind);
  const application = behind === null ? {} : { application: policyResponder(behind.policy) };

  const files: LintedFile[] = [];
  const faults: string[] = [];
  for (const given of options.positionals) {
    const found = configurationFiles(given);
    if (typeof found === "string") {
      faults.push(found);
      continue;
    }
    for (const { file, text } of found.files) {
      const kind = target ?? detectTarget(file, text);
      if (kind !== null) files.push(lintText(text, kind, { file, source: fileSource, ...application }));
      else if (!found.isFolder)
        faults.push(`${printable(file)} looks like none of ${names.join(", ")}. Say what it is: --as KIND.`);
    }
    if (found.isFolder && files.length === 0)
      faults.push(`${printable(given)} has no file that looks like a configuration.`);
  }
  for (const fault of faults) io.stderr.write(`crosscheck lint: ${fault}\n`);

  let report: LintReport = { schema: "crosscheck/lint@1", files };
  if (baseline !== null) {
    const looked = files.map(lookedAtFile);
    const kept = isWritten ? writeBaseline(baseline, looked) : baseline;
    if (typeof kept === "string") return wrongUse(io, `crosscheck lint: ${kept}`);
    if (isWritten) io.stderr.write(`wrote ${printable(kept.file)}\n`);
    else tellStale(kept, looked, io);
    report = lintWithoutAccepted(report, kept.accepted);
  }

  const output = openOutput(value("output"), io, "lint");
  if (typeof output === "string") return wrongUse(io, output);
  if (format === "json") output.write(`${printJson(report, 2)}\n`);
  else if (format === "sarif") output.write(`${printJson(lintSarif(report, version()), 2)}\n`);
  else if (format === "github") output.write(githubAnnotations(report));
  else output.write(lintTextReport(report, terminalStyle(io), io.stdout.columns));
  output.close();
  if (faults.length > 0 && files.length === 0) return 2;
  return exitCode(report, failOn) || (faults.length > 0 ? 2 : 0);
}

function exitCode({ files }: LintReport, failOn: Severity | "never"): number {
  const reached = (finding: { readonly severity: Severity }): boolean =>
    failOn !== "never" && reaches(finding.severity, failOn);
  if (failOn !== "never" && files.some(({ verdict, findings }) => verdict === "failed" || findings.some(reached))) {
    return 1;
  }
  return files.some(({ verdict }) => verdict === "inconclusive") ? 3 : 0;
}

function unknown(option: string, given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  return `crosscheck lint: there is no ${option} ${printable(JSON.stringify(given))}; there are: ${known.join(", ")}.${hint}`;
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}
