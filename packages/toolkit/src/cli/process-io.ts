import process from "node:process";
import type { Io } from "./command.ts";

/** The process's own streams. A reader that goes away (`crosscheck scan … | head`) ends the output, not the scan. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };
}
