import type { Io } from "crosscheck/cli/command";
import { type OptionKinds, parseOptions } from "crosscheck/cli/parse-options";

export interface FolderCommand {
  readonly folder: string;
  readonly flags: ReadonlySet<string>;
  readonly value: (name: string) => string | null;
}

/** The command line of what works on a run's folder; an exit code when it is wrong. */
export function folderCommand(
  name: string,
  argv: readonly string[],
  kinds: OptionKinds,
  io: Io,
): FolderCommand | number {
  const parsed = parseOptions(`survey ${name}`, argv, kinds);
  if (!parsed.ok) {
    io.stderr.write(`${parsed.message}\n`);
    return 2;
  }
  const { flags, values, positionals } = parsed;
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    io.stderr.write(
      `crosscheck survey ${name}: it needs one folder of a run: crosscheck survey ${name} FOLDER. See \`crosscheck survey ${name} --help\`.\n`,
    );
    return 2;
  }
  return { folder, flags, value: (option) => values.get(option)?.[0] ?? null };
}
