import { describeLocated } from "../policy-file/located-problem.ts";
import { type PolicyCheck, policyCheck } from "../policy-file/policy-check.ts";
import { readPolicyFile } from "../policy-file/read-policy-file.ts";
import { printJson } from "../report/print-json.ts";
import { printable } from "../report/printable.ts";
import type { Io } from "./command.ts";
import { parseOptions } from "./parse-options.ts";
import { policyCheckText } from "./policy-check-text.ts";
import { terminalStyle } from "./terminal-style.ts";

export const summary: string = "validate a policy, list its dangers and their expiry";

export const help: string = `Usage: crosscheck check POLICY [options]

Validates a policy file (.yaml, .json, .jsonc, .ts or .js): every problem at once, with its line and column and what to write instead.
Then lists the rules in short, and each danger that was taken on purpose, with its reason and the days until it expires.

Options:
  --environment E    the environment of the policy to apply
  --json             print one object: verdict, problems, rules, dangers

Exit codes:
  1  there is an error; a danger that has expired is one
  2  wrong use, an environment that is not there, or a file that cannot be read
  0  otherwise, warnings or not

Examples:
  crosscheck check crosscheck.policy.yaml
  crosscheck check crosscheck.policy.yaml --environment stage
  crosscheck check crosscheck.policy.yaml --json
`;

/** The fault is in what was asked for, not in the policy. */
const wrongUseCodes: ReadonlySet<string> = new Set([
  "file-missing",
  "file-unreadable",
  "file-too-large",
  "file-not-text",
  "file-kind-unknown",
  "unknown-environment",
]);

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("check", argv, { environment: "value", json: "flag" });
  if (!options.ok) return wrongUse(io, options.message);
  const [file, ...more] = options.positionals;
  if (file === undefined || more.length > 0) {
    const given = more.length === 0 ? "none was given" : `${printable(JSON.stringify(more[0]))} is one too many`;
    return wrongUse(io, `crosscheck check: it takes one policy file, and ${given}. See \`crosscheck check --help\`.`);
  }

  const environment = options.values.get("environment")?.[0];
  const now = new Date();
  const chosen = environment === undefined ? {} : { environment };
  const { policy, problems } = await readPolicyFile(file, { ...chosen, now });
  const wrong = problems.filter(({ problem }) => wrongUseCodes.has(problem.code));
  if (wrong.length > 0) return wrongUse(io, wrong.map(describeLocated).join("\n"));

  // Read as of a day on which nothing had expired: a danger that has must be listed too.
  const listed = policy ?? (await readPolicyFile(file, { ...chosen, now: new Date(0) })).policy;
  const check = policyCheck(file, environment ?? null, problems, listed, now);
  io.stdout.write(
    options.flags.has("json")
      ? `${printJson(withoutFunctions(check), 2)}\n`
      : policyCheckText(check, terminalStyle(io)),
  );
  return check.verdict === "failed" ? 1 : 0;
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}

/** JSON has no functions, and a rule without `allowOrigins` would be no rule. */
function withoutFunctions(check: PolicyCheck) {
  const rules = check.rules?.map((rule) =>
    typeof rule.allowOrigins === "function" ? { ...rule, allowOrigins: "a function" } : rule,
  );
  return { ...check, rules: rules ?? null };
}
