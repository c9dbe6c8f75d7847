import { describeChange, diff, type Policy, type PolicyChange } from "@crosscheck/cors";
import { describeLocated } from "../policy-file/located-problem.ts";
import { readPolicyFile } from "../policy-file/read-policy-file.ts";
import { printJson } from "../report/print-json.ts";
import { printable } from "../report/printable.ts";
import type { Style } from "../report/style.ts";
import type { Io } from "./command.ts";
import { parseOptions } from "./parse-options.ts";
import { terminalStyle } from "./terminal-style.ts";

export const summary: string = "what a new policy widens and narrows";

export const help: string = `Usage: crosscheck diff OLD NEW [options]

Compares two policy files by what requests get, not by their text: a rule renamed, moved or split that answers alike is no
difference, nor is an origin that a pattern covered already. Each line widens (some request gets more), narrows (some
request gets less), or changes (neither: how long browsers keep an answer, or whether the policy answers on a path at all).
Whether a danger has expired is not looked at; that is for \`crosscheck check\`.

Options:
  --environment E    the environment to apply to both
  --json             print one object: widens, changes

Exit codes:
  1  something widens
  2  wrong use, or a policy that cannot be read or has an error
  0  otherwise

Examples:
  crosscheck diff old.policy.yaml crosscheck.policy.yaml
  git show main:crosscheck.policy.yaml > old.yaml && crosscheck diff old.yaml crosscheck.policy.yaml
  crosscheck diff old.yaml crosscheck.policy.yaml --environment stage --json
`;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("diff", argv, { environment: "value", json: "flag" });
  if (!options.ok) return wrongUse(io, options.message);
  const [oldFile, newFile, ...more] = options.positionals;
  if (oldFile === undefined || newFile === undefined || more.length > 0) {
    const given = ["none was given", "one was given"][options.positionals.length];
    const fault = given ?? `${printable(JSON.stringify(more[0]))} is one too many`;
    return wrongUse(
      io,
      `crosscheck diff: it takes two policy files, OLD and NEW, and ${fault}. See \`crosscheck diff --help\`.`,
    );
  }

  const environment = options.values.get("environment")?.[0];
  const oldPolicy = await readPolicy(oldFile, environment, io);
  const newPolicy = await readPolicy(newFile, environment, io);
  if (oldPolicy === null || newPolicy === null) return 2;

  const changes = diff(oldPolicy, newPolicy);
  const widens = changes.some(({ change }) => change === "widens");
  if (options.flags.has("json")) {
    const described = changes.map((change) => ({ ...change, message: describeChange(change) }));
    const files = { old: oldFile, new: newFile, environment: environment ?? null };
    io.stdout.write(`${printJson({ schema: "crosscheck/diff@1", ...files, widens, changes: described }, 2)}\n`);
  } else {
    io.stdout.write(text(changes, terminalStyle(io)));
  }
  return widens ? 1 : 0;
}

/** The policy, or null after its errors are told. Its warnings are for `check`. */
async function readPolicy(file: string, environment: string | undefined, io: Io): Promise<Policy | null> {
  // As of a day on which nothing had expired: an old policy is compared as it was meant.
  const now = new Date(0);
  const { policy, problems } = await readPolicyFile(file, {
    now,
    ...(environment === undefined ? {} : { environment }),
  });
  for (const problem of problems) {
    if (problem.severity === "error") io.stderr.write(`${describeLocated(problem)}\n`);
  }
  return policy;
}

function text(changes: readonly PolicyChange[], style: Style): string {
  if (changes.length === 0) return "Nothing widens and nothing narrows: the two policies answer alike.\n";
  const colors = { widens: style.red, narrows: style.green, changes: style.dim } as const;
  const kinds = ["widens", "narrows", "changes"] as const;
  const lines = kinds.flatMap((kind) =>
    changes
      .filter(({ change }) => change === kind)
      .map((change) => `${colors[kind](kind.padEnd(7))}  ${describeChange(change)}`),
  );
  return `${lines.join("\n")}\n`;
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}
