import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it. Node's own recursion never ends where a folder is there and cannot hold another, as
 * below `/proc`.
 *
 * @param mode of the folders that are made; 0o777 less the umask unless told
 * @throws what `mkdirSync` throws
 */
export function makeFolder(folder: string, mode?: number): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), mode);
  mkdirSync(folder, { mode });
}
