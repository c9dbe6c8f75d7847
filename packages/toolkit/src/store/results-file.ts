import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where results are kept: $CROSSCHECK_DATA, or the user's cache folder. https://specifications.freedesktop.org/basedir-spec/ */
export function resultsFile(env: Readonly<Record<string, string | undefined>>): string {
  const named = env.CROSSCHECK_DATA;
  if (named !== undefined && named !== "") return isFolder(named) ? join(named, "results.sqlite") : named;
  const cache = env.XDG_CACHE_HOME;
  const folder = cache?.startsWith("/") ? cache : join(env.HOME ?? homedir(), ".cache");
  return join(folder, "crosscheck", "results.sqlite");
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Where the scans that were promised are kept: beside the results. */
export function scansFile(env: Readonly<Record<string, string | undefined>>): string {
  return `${resultsFile(env).replace(/\.sqlite$/, "")}-scans.sqlite`;
}
