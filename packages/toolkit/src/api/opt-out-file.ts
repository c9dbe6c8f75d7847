import { readFileSync, statSync } from "node:fs";
import { nobodyOptedOut, type OptOutList, parseOptOutList } from "./opt-out-list.ts";

/**
 * A list in a file, read again whenever the file has changed. A change with mistakes, or a file that is gone, is told, and the
 * last good list goes on: nobody who opted out is scanned because of a slip.
 *
 * @throws an error that says every mistake, when there is no good list yet
 */
export function optOutFile(file: string, warn: (sentence: string) => void): () => OptOutList {
  let version = "";
  let list: OptOutList = nobodyOptedOut;
  const read = (): void => {
    const now = versionOf(file);
    if (now === version) return;
    version = now;
    const parsed = parseOptOutList(readFileSync(file, "utf8"));
    if (parsed.ok) list = parsed.list;
    else throw new Error(parsed.problems.map(({ line, message }) => `${file}:${line}: ${message}`).join("\n"));
  };
  read();
  return () => {
    try {
      read();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      warn(`The opt-out list could not be read anew, and the one before goes on. ${why}`);
    }
    return list;
  };
}

function versionOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file);
  return `${mtimeMs} ${size} ${ino}`;
}
