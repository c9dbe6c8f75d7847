/** Where a command reads and writes: the process's own streams, or a test's. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** The width of the terminal; absent when it is none. */
  readonly columns?: number;
}

/** What a command's module exports. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `crosscheck <command> --help` prints: usage, options, examples. Ends in a newline. */
  readonly help: string;
  /** The exit code: 0, 1, 2 for wrong use, 3 for "could not test". `argv` is what follows the command's name. */
  readonly run: (argv: readonly string[], io: Io) => Promise<number>;
}

/** A line in the table of commands: its module is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}
