import { nearest } from "../config/nearest.ts";
import type { Command, Io } from "./command.ts";
import { commands } from "./commands.ts";
import { processIo } from "./process-io.ts";
import { version } from "./version.ts";

/** Runs a command line (without `node` and the program) and returns the exit code. */
export async function run(argv: readonly string[], io: Io = processIo()): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined || first === "--help" || first === "-h") {
    const output = first === undefined ? io.stderr : io.stdout;
    output.write(overview());
    return first === undefined ? 2 : 0;
  }
  if (first === "--version" || first === "-V") {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  if (first === "help") return run(rest[0] === undefined ? ["--help"] : [rest[0], "--help"], io);

  const entry = commands.find(({ name }) => name === first);
  if (entry === undefined) {
    io.stderr.write(`${unknownCommand(first)}\n`);
    return 2;
  }
  try {
    const command: Command = await entry.load();
    // The survey's commands have pages of their own.
    if (!asksForHelp(rest) || first === "survey") return await command.run(rest, io);
    io.stdout.write(command.help);
    return 0;
  } catch (error) {
    // Neither a verdict nor wrong use: a number of its own, so that no script takes it for one. (EX_SOFTWARE)
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr.write(
      `crosscheck ${first}: a fault in crosscheck itself, not in what it was given. Please report it.\n${what}\n`,
    );
    return 70;
  }
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  const options = end === -1 ? argv : argv.slice(0, end);
  return options.includes("--help") || options.includes("-h");
}

function unknownCommand(given: string): string {
  const names = commands.map(({ name }) => name);
  const there = `there are: ${names.join(", ")}`;
  const quoted = JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}…` : given);
  if (given.startsWith("-")) {
    return `crosscheck: there is no option ${quoted} before the command. See \`crosscheck --help\`.`;
  }
  const near = nearest(given, names);
  if (near !== null) return `crosscheck: there is no command ${quoted}. Did you mean \`crosscheck ${near}\`?`;
  return /[./:]/.test(given)
    ? `crosscheck: there is no command ${quoted}. To scan a site: \`crosscheck scan ${quoted}\`.`
    : `crosscheck: there is no command ${quoted}; ${there}.`;
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join("\n");
  return `crosscheck ${version()}: check your CORS

Usage: crosscheck <command> [options]

${list}

  crosscheck <command> --help    its options, with examples
  crosscheck --version           the version

Examples:
  crosscheck scan example.com
  crosscheck demo

Exit codes: 0 nothing failed, 1 failed, 2 wrong use, 3 could not be tested.
`;
}
