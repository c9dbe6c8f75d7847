import { generateCommand } from "../config/generate-command.ts";
import type { Generated } from "../config/generated.ts";
import { parseGenerateTarget } from "../config/parse-generate-target.ts";
import { adviceFor, describeLoss, isRefused } from "../config/refused-losses.ts";
import { generateTargets } from "../config/targets.ts";
import { describeLocated } from "../policy-file/located-problem.ts";
import { readPolicyFile } from "../policy-file/read-policy-file.ts";
import { printable } from "../report/printable.ts";
import type { Io } from "./command.ts";
import { parseOptions } from "./parse-options.ts";
import { writeGeneratedFiles } from "./write-generated-files.ts";

export const summary: string = "a policy in a web server's configuration";

export const help: string = `Usage: crosscheck generate TARGET[@VERSION] --policy FILE [options]

Prints a policy in a web server's language. The comments in the files say how to include, test and load them. What the server
cannot do as the policy says is told on standard error, as losses.

Targets:
${generateTargets.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join("\n")}

Options:
  --policy FILE      the policy: .yaml, .json, .jsonc, .ts or .js
  --environment E    the environment of the policy to apply
  --output DIR       write the files there, instead of printing them
  --accept LOSS      accept a loss that grants more than the policy; may be repeated
  --json             print one object: target, files, losses

Examples:
  crosscheck generate nginx --policy crosscheck.policy.yaml
  crosscheck generate nginx@1.22 --policy crosscheck.policy.yaml --output /etc/nginx/crosscheck-cors
  crosscheck generate apache --policy crosscheck.policy.yaml --environment stage
`;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("generate", argv, {
    policy: "value",
    environment: "value",
    output: "value",
    accept: "values",
    json: "flag",
  });
  if (!options.ok) return wrongUse(io, options.message);
  const { values, positionals } = options;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) return wrongUse(io, oneTarget(more));
  const named = parseGenerateTarget(name);
  if (typeof named === "string") return wrongUse(io, `crosscheck generate: ${printable(named, 1_000)}`);
  const file = values.get("policy")?.[0];
  if (file === undefined) {
    return wrongUse(io, "crosscheck generate: there is no policy to print. Name its file: --policy FILE.");
  }

  const environment = values.get("environment")?.[0];
  const { policy, problems } = await readPolicyFile(file, {
    now: new Date(),
    ...(environment === undefined ? {} : { environment }),
  });
  for (const problem of problems) io.stderr.write(`${describeLocated(problem)}\n`);
  if (policy === null) return 2;

  const { target, version } = named;
  const generated = target.generate(policy, {
    command: generateCommand(name, file, environment),
    ...(version === undefined ? {} : { version }),
  });
  for (const loss of generated.losses) io.stderr.write(`${describeLoss(target.name, loss)}\n`);
  const refused = generated.losses.filter((loss) => isRefused(loss, values.get("accept") ?? []));
  if (refused.length > 0) return wrongUse(io, `crosscheck generate: nothing was generated. ${adviceFor(refused)}`);

  const output = values.get("output")?.[0];
  if (options.flags.has("json")) return printJson(io, target.name, generated, output);
  if (output === undefined) {
    for (const { name, text } of generated.files) io.stdout.write(`# ──── ${name} ────\n${text}\n`);
    return 0;
  }
  return write(io, generated, output);
}

function oneTarget(more: readonly string[]): string {
  const names = generateTargets.map(({ name }) => name).join(", ");
  const given = more.length === 0 ? "none was given" : `${printable(JSON.stringify(more[0]))} is one too many`;
  return `crosscheck generate: it takes one target, and ${given}. There are: ${names}.`;
}

function write(io: Io, { files }: Generated, folder: string): number {
  const written = writeGeneratedFiles(folder, files);
  if (typeof written === "string") return wrongUse(io, `crosscheck generate: ${printable(written, 1_000)}`);
  for (const path of written) io.stdout.write(`wrote ${printable(path, 1_000)}\n`);
  return 0;
}

function printJson(io: Io, target: string, { files, losses }: Generated, folder: string | undefined): number {
  if (folder !== undefined) {
    const written = writeGeneratedFiles(folder, files);
    if (typeof written === "string") return wrongUse(io, `crosscheck generate: ${printable(written, 1_000)}`);
  }
  io.stdout.write(`${JSON.stringify({ schema: "crosscheck/generate@1", target, files, losses }, null, 2)}\n`);
  return 0;
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}
