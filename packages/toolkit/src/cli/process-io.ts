import process from "node:process";
import type { Io } from "./command.ts";

/**
 * The process's own streams. A reader that goes away (`crosscheck scan … | head`) ends the output, not the scan; a full disk
 * ends both, with the exit code of a fault, so that no script takes it for a verdict.
 */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") return;
      if (stream === process.stdout)
        process.stderr.write(`crosscheck: the output cannot be written: ${error.message}.\n`);
      process.exit(70);
    });
  }
  return { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };
}
