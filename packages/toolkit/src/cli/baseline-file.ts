import { readFileSync, writeFileSync } from "node:fs";
import {
  acceptAll,
  type Baseline,
  type Looked,
  parseBaseline,
  printBaseline,
  staleEntries,
} from "../report/baseline.ts";
import { printable } from "../report/printable.ts";
import type { Io } from "./command.ts";

/** A baseline as `--baseline` names it. */
export interface BaselineFile {
  readonly file: string;
  readonly accepted: Baseline;
}

/** Reads it before anything is judged; a sentence when it cannot be. One that is to be written may not be there yet. */
export function readBaseline(file: string, isWritten: boolean): BaselineFile | string {
  const named = printable(JSON.stringify(file));
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (isWritten && (error as NodeJS.ErrnoException).code === "ENOENT") return { file, accepted: [] };
    const why = error instanceof Error ? error.message : String(error);
    return `the baseline ${named} cannot be read: ${printable(why)}. Make one with --write-baseline.`;
  }
  const accepted = parseBaseline(text);
  return typeof accepted === "string"
    ? `${named} is no baseline: ${printable(accepted, 1_000)}. Make one with --write-baseline.`
    : { file, accepted };
}

/** Accepts all that a run found. Null, or why it cannot be written. */
export function writeBaseline({ file, accepted }: BaselineFile, looked: readonly Looked[]): BaselineFile | string {
  const all = acceptAll(accepted, looked);
  try {
    writeFileSync(file, printBaseline(all));
    return { file, accepted: all };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the baseline ${printable(JSON.stringify(file))} cannot be written: ${printable(why)}. Name another file.`;
  }
}

/** More would be a wall. */
const mostShown = 20;

/** Tells which accepted findings are not there any more, so that the list does not outlive them. */
export function tellStale({ file, accepted }: BaselineFile, looked: readonly Looked[], io: Io): void {
  const stale = staleEntries(accepted, looked);
  if (stale.length === 0) return;
  const shown = stale.slice(0, mostShown).map(({ fingerprint }) => `  ${printable(fingerprint)}\n`);
  const more = stale.length > mostShown ? `  … and ${stale.length - mostShown} more\n` : "";
  const what = stale.length === 1 ? "One entry" : `${stale.length} entries`;
  io.stderr.write(
    `${what} of ${printable(file)} did not show again, and can be taken out (--write-baseline does):\n${shown.join("")}${more}`,
  );
}
