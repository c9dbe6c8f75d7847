import type { Io } from "../packages/toolkit/src/cli/command.ts";

/** Streams that keep what is written to them: for tests that run a command in-process. */
export interface BufferIo extends Io {
  readonly text: { stdout: string; stderr: string };
}

export function bufferIo(
  options: {
    readonly env?: Io["env"];
    readonly stdin?: string;
    readonly isTTY?: boolean;
    readonly columns?: number;
  } = {},
): BufferIo {
  const text = { stdout: "", stderr: "" };
  const output = (stream: "stdout" | "stderr"): Io["stdout"] => ({
    write: (chunk) => {
      text[stream] += chunk;
    },
    isTTY: options.isTTY ?? false,
    ...(options.columns === undefined ? {} : { columns: options.columns }),
  });
  return {
    stdin: (async function* () {
      yield options.stdin ?? "";
    })(),
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: options.env ?? {},
    text,
  };
}
