import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * Whether a program that a suite drives is on this machine, for `describe.runIf`. In CI its absence is a failure; elsewhere
 * the suite says that it did not run and how to get what it needs.
 *
 * @param program a name on the path, or an absolute path
 */
export function requireProgram(program: string, debianPackage: string): boolean {
  if (findProgram(program) !== null) return true;
  const sentence =
    `NOT RUN: a suite needs ${program}, which is not on this machine. ` +
    `Get it with: sudo apt-get install --no-install-recommends ${debianPackage}`;
  if (process.env.CI === "true" || process.env.CI === "1") throw new Error(sentence);
  process.stderr.write(`\n${sentence}\n`);
  return false;
}

/** Where a program is, or null. Servers live in folders that a person's own path may leave out. */
function findProgram(program: string): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  const candidates = isAbsolute(program) ? [program] : folders.map((folder) => join(folder, program));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
