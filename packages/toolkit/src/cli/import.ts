import { stringify } from "yaml";
import { nearest } from "../config/nearest.ts";
import { printJson } from "../report/print-json.ts";
import { printable } from "../report/printable.ts";
import { wrapText } from "../report/wrap-text.ts";
import type { Io } from "./command.ts";
import { type Imported, importKinds } from "./import-kinds.ts";
import { parseOptions } from "./parse-options.ts";

export const summary: string = "a policy from a configuration or a library's options";

export const help: string = `Usage: crosscheck import FILE --as KIND [options]

Prints a policy made of what another library was given or of a server's configuration, and in plain words what that really
allowed. A file of code (.js, .ts) is run; it exports the options as its default, or as "options". A configuration is
simulated and asked; where the policy answers otherwise, the request is told.

Kinds:
${importKinds.map(({ name, summary }) => `  ${name.padEnd(13)} ${summary}`).join("\n")}

Options:
  --as KIND          what FILE is
  --json             print one object: policy, allowed, changed, open

Exit codes:
  1  something is left open: the policy allows less until you fill it in; its comments say what
  2  wrong use, or a file that cannot be read
  0  otherwise

Examples:
  crosscheck import cors-options.json --as cors
  crosscheck import cors-options.js --as fastify-cors > crosscheck.policy.yaml
  crosscheck import cors-options.ts --as hono-cors --json
  crosscheck import /etc/apache2/sites-enabled/api.conf --as apache
`;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("import", argv, { as: "value", json: "flag" });
  if (!options.ok) return wrongUse(io, options.message);
  const [file, ...more] = options.positionals;
  if (file === undefined || more.length > 0) {
    const given = more.length === 0 ? "none was given" : `${printable(JSON.stringify(more[0]))} is one too many`;
    return wrongUse(io, `crosscheck import: it takes one file, and ${given}. See \`crosscheck import --help\`.`);
  }
  const name = options.values.get("as")?.[0];
  const kind = importKinds.find((entry) => entry.name === name);
  if (kind === undefined) return wrongUse(io, `crosscheck import: ${noKind(name)}`);

  const imported = await kind.read(file, new Date());
  if (!imported.ok) return wrongUse(io, imported.message);
  const { document, allowed, changed, open } = imported;
  if (options.flags.has("json")) {
    const printed = { schema: "crosscheck/import@1", file, as: kind.name, policy: document, allowed, changed, open };
    io.stdout.write(`${printJson(printed, 2)}\n`);
  } else {
    io.stdout.write(`${comments(file, kind.name, imported)}${stringify(document, { lineWidth: 0 })}`);
  }
  return open.length > 0 ? 1 : 0;
}

function noKind(name: string | undefined): string {
  const names = importKinds.map((entry) => entry.name);
  if (name === undefined) return `it does not say what the file is. Add --as with one of ${names.join(", ")}.`;
  const near = nearest(name, names);
  const hint =
    near === null ? `there are: ${names.join(", ")}` : `did you mean ${near}? There are: ${names.join(", ")}`;
  return `there is no importer for ${printable(JSON.stringify(name))}; ${hint}.`;
}

/** The words at the head of the policy, so that they stay with it. */
function comments(file: string, kind: string, { allowed, changed, open }: Extract<Imported, { ok: true }>): string {
  const parts = [
    ["What it really allowed:", allowed],
    ["Different in this policy:", changed],
    ["LEFT OPEN, for you to fill in:", open],
  ] as const;
  const lines = parts
    .filter(([, sentences]) => sentences.length > 0)
    .flatMap(([title, sentences]) => ["", title, ...sentences.flatMap(bullet)]);
  return [`Imported from ${printable(file)} (${kind}).`, ...lines, ""]
    .map((line) => `# ${line}`.trimEnd())
    .concat("")
    .join("\n");
}

function bullet(sentence: string): readonly string[] {
  return wrapText(printable(sentence, 2_000), 110).map((line, index) => `${index === 0 ? "- " : "  "}${line}`);
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}
