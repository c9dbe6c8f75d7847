import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "../config/generated.ts";
import { nearest } from "../config/nearest.ts";
import { refuseFunctions } from "../config/refuse-functions.ts";
import { describeLoss, isRefused } from "../config/refused-losses.ts";
import { describeLocated } from "../policy-file/located-problem.ts";
import { readPolicyFile } from "../policy-file/read-policy-file.ts";
import { printJson } from "../report/print-json.ts";
import { printable } from "../report/printable.ts";
import { type Target, targets } from "../verify/targets.ts";
import { verifyPolicy } from "../verify/verify-policy.ts";
import type { Io } from "./command.ts";
import { parseOptions } from "./parse-options.ts";

export const summary: string = "a policy on a real web server, answers compared";

export const help: string = `Usage: crosscheck verify TARGET --policy FILE [options]

Runs the web server that is installed on this machine, in a temporary folder and on loopback alone, with the configuration of
the policy in front of a site with redirects, logins, error pages and an upstream that adds CORS of its own. Sends it
look-alike origins, odd targets and preflights of every kind, and compares each answer with what the policy says.

Targets:
${targets.map(({ name, debianPackage }) => `  ${name.padEnd(9)} needs ${debianPackage}`).join("\n")}

Options:
  --policy FILE      the policy
  --environment E    the environment of the policy to apply
  --config DIR       take the files that \`crosscheck generate\` writes from there, as they are now, instead of new ones
  --json             print one object: target, verdict, compared, rejected, losses, mismatches

Exit codes:
  1  an answer differs from the policy
  2  wrong use, or a file that cannot be read
  3  the server is not installed, or does not load the configuration
  0  otherwise

Examples:
  crosscheck verify nginx --policy crosscheck.policy.yaml
  crosscheck verify apache --policy crosscheck.policy.yaml --config ./apache
  crosscheck verify htaccess --policy crosscheck.policy.yaml --json
`;

/** Differences that are printed one by one. */
const mostShown = 20;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("verify", argv, {
    policy: "value",
    environment: "value",
    config: "value",
    json: "flag",
  });
  if (!options.ok) return ends(io, 2, options.message);
  const { values, positionals } = options;
  const [name, ...more] = positionals;
  const target = targets.find((candidate) => candidate.name === name);
  if (target === undefined || more.length > 0) return ends(io, 2, `crosscheck verify: ${oneTarget(positionals)}`);
  const file = values.get("policy")?.[0];
  if (file === undefined) {
    return ends(io, 2, "crosscheck verify: there is no policy to compare with. Name its file: --policy FILE.");
  }
  const environment = values.get("environment")?.[0];
  const chosen = environment === undefined ? {} : { environment };
  const { policy, problems } = await readPolicyFile(file, { now: new Date(), ...chosen });
  for (const problem of problems) io.stderr.write(`${describeLocated(problem)}\n`);
  if (policy === null) return 2;

  const generated = refuseFunctions(target.generate)(policy, { command: `crosscheck verify ${target.name}` });
  const impossible = generated.losses.filter((loss) => isRefused(loss, []));
  if (impossible.length > 0) {
    return ends(io, 2, impossible.map((loss) => describeLoss(target.name, loss)).join("\n"));
  }
  const folder = values.get("config")?.[0];
  const files = folder === undefined ? generated.files : filesIn(folder, generated.files);
  if (typeof files === "string") return ends(io, 2, `crosscheck verify: ${printable(files, 1_000)}`);
  if (!isInstalled(target)) {
    const { binary } = target.program;
    const advice = `On Debian: sudo apt-get install --no-install-recommends ${target.debianPackage}.`;
    return ends(io, 3, `crosscheck verify: there is no ${binary} on this machine, so nothing was compared. ${advice}`);
  }

  const verified = await verifyPolicy(target, policy, files, (text) =>
    folder === undefined ? text : join(folder, text),
  );
  if (!verified.ok) {
    const lines = verified.message.trim().split("\n");
    return ends(io, 3, `crosscheck verify: ${lines.map((line) => printable(line, 1_000)).join("\n")}`);
  }
  const { compared, rejected, lost, mismatches } = verified;
  if (options.flags.has("json")) {
    const verdict = mismatches.length === 0 ? "passed" : "failed";
    const printed = {
      schema: "crosscheck/verify@1",
      target: target.name,
      verdict,
      compared,
      rejected,
      losses: lost,
      mismatches,
    };
    io.stdout.write(`${printJson(printed, 2)}\n`);
  } else {
    for (const mismatch of mismatches.slice(0, mostShown)) io.stdout.write(`${printable(mismatch, 1_000)}\n`);
    if (mismatches.length > mostShown) io.stdout.write(`… and ${mismatches.length - mostShown} more\n`);
    io.stdout.write(
      `${target.name}: ${compared} answers compared with the policy, ${mismatches.length} differ. ` +
        `${rejected} requests were rejected by the server itself, and have no grant.\n`,
    );
    for (const [loss, times] of Object.entries(lost)) io.stdout.write(`announced loss ${loss}: ${times} answers\n`);
  }
  return mismatches.length === 0 ? 0 : 1;
}

function oneTarget(given: readonly string[]): string {
  const names = targets.map(({ name }) => name);
  const there = `There are: ${names.join(", ")}.`;
  const [first, second] = given;
  if (first === undefined) return `it takes one target, and none was given. ${there}`;
  if (second !== undefined) return `it takes one target, and ${quoted(second)} is one too many. ${there}`;
  const near = nearest(first, names);
  return `${quoted(first)} cannot be run. ${near === null ? "" : `Did you mean ${near}? `}${there}`;
}

/** The operator's versions of the files that would be generated; a sentence when one is missing. */
function filesIn(folder: string, wanted: readonly GeneratedFile[]): readonly GeneratedFile[] | string {
  try {
    return wanted.map(({ name }) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `--config takes a folder with ${wanted.map(({ name }) => name).join(", ")}: ${why}`;
  }
}

function isInstalled({ program }: Target): boolean {
  try {
    accessSync(program.binary, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function quoted(text: string): string {
  return printable(JSON.stringify(text), 100);
}

function ends(io: Io, code: number, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return code;
}
