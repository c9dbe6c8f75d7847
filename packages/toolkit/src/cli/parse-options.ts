import { parseArgs } from "node:util";
import { nearest } from "../config/nearest.ts";

/** The options of a command: `flag` takes no value, `value` takes one, `values` may be given more than once. */
export type OptionKinds = Readonly<Record<string, "flag" | "value" | "values">>;

export type ParsedOptions =
  | {
      readonly ok: true;
      readonly flags: ReadonlySet<string>;
      /** Every value given for an option, in order; absent when it was not given. */
      readonly values: ReadonlyMap<string, readonly string[]>;
      readonly positionals: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/**
 * Options and positionals of a command line, or one sentence on what is wrong with it. `--` ends the options.
 */
export function parseOptions(command: string, argv: readonly string[], kinds: OptionKinds): ParsedOptions {
  const config = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === "flag" ? ("boolean" as const) : ("string" as const), multiple: true },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
    if (kind === undefined) return wrong(unknownOption(token.rawName, Object.keys(kinds)));
    if (kind === "flag") {
      if (token.value !== undefined) return wrong(`${token.rawName} takes no value; "${token.value}" was given.`);
      flags.add(token.name);
      continue;
    }
    // `--output --json` is a forgotten value, not a file named "--json"; a lone `-` is standard input, and `-1` a number.
    const forgotten = token.value === undefined || (!token.inlineValue && /^-[^0-9]/.test(token.value));
    if (forgotten) return wrong(`${token.rawName} needs a value: ${token.rawName} VALUE.`);
    const list = values.get(token.name) ?? [];
    if (kind === "value" && list.length > 0) return wrong(`${token.rawName} is given twice. Give it once.`);
    values.set(token.name, [...list, token.value]);
  }
  return { ok: true, flags, values, positionals };

  function wrong(message: string): ParsedOptions {
    return { ok: false, message: `crosscheck ${command}: ${message} See \`crosscheck ${command} --help\`.` };
  }
}

function unknownOption(rawName: string, known: readonly string[]): string {
  const near = nearest(rawName.replace(/^-+/, ""), known);
  const hint = near === null ? "" : ` Did you mean --${near}?`;
  return `there is no option ${rawName}.${hint}`;
}
