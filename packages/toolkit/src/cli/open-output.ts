import { closeSync, openSync, writeSync } from "node:fs";
import { printable } from "../report/printable.ts";
import type { Io } from "./command.ts";

/** Where the result goes; a file is opened before anything is sent, so that no scan is lost to a path that is wrong. */
export function openOutput(
  output: string | null,
  io: Io,
  command = "scan",
  option = "--output",
): { readonly write: (text: string) => void; readonly close: () => void } | string {
  if (output === null) return { write: (text) => io.stdout.write(text), close: () => {} };
  try {
    const file = openSync(output, "w", 0o600);
    return { write: (text) => writeSync(file, text), close: () => closeSync(file) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `crosscheck ${command}: ${option} ${printable(JSON.stringify(output))} cannot be written: ${printable(why)}. Name another file.`;
  }
}
