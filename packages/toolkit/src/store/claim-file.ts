import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./make-folder.ts";

/**
 * Claims a file for this process until it releases it or ends, however it ends. False when another process has it.
 *
 * A lock of SQLite's, because the operating system drops it with the process, and Node itself has no call for one. On a file of
 * its own beside the claimed one, so that others can still read that, to back it up.
 *
 * @throws what is wrong with the file
 */
export function claimFile(file: string): (() => void) | false {
  const lock = `${file}.lock`;
  makeFolder(dirname(lock), 0o700);
  closeSync(openSync(lock, "a", 0o600));
  const database = new DatabaseSync(lock);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return false;
    throw error;
  }
  return () => database.close();
}

/** https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5;
