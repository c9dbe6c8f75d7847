import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileSource } from "../config/source.ts";
import { printable } from "../report/printable.ts";

export interface ReadConfiguration {
  readonly file: string;
  /** A character a byte. */
  readonly text: string;
}

const largest = 64 * 1024 * 1024;
const mostFiles = 2_000;
/** Folders that nobody keeps a configuration of a running server in. */
const skipped: ReadonlySet<string> = new Set([".git", "node_modules"]);

/** A file, or every file of a folder that may be a configuration; or why it cannot be read. */
export function configurationFiles(
  path: string,
): { readonly files: readonly ReadConfiguration[]; readonly isFolder: boolean } | string {
  try {
    const status = statSync(path);
    if (!status.isDirectory()) {
      if (status.size > largest) return `${printable(path)} is larger than 64 MiB.`;
      return { files: [{ file: path, text: readFileSync(path, "latin1") }], isFolder: false };
    }
    const files = filesBelow(path)
      .filter((file) => /\.(?:conf|nginx|htaccess|config|vhost)$|(?:^|\/)[^./]+$|\.htaccess$/i.test(file))
      .flatMap((file) => {
        const text = fileSource.read(file);
        return text === null || text.includes("\0") ? [] : [{ file, text }];
      });
    return { files, isFolder: true };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `${printable(JSON.stringify(path))} cannot be read: ${printable(why)}.`;
  }
}

function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined && found.length < mostFiles; next = waiting.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) waiting.push(path);
      else if (entry.isFile()) found.push(path);
    }
  }
  return found.sort();
}

/** The machine's own files. */
export const fileSource: FileSource = {
  read: (path) => {
    try {
      const status = statSync(path);
      return status.isFile() && status.size <= largest ? readFileSync(path, "latin1") : null;
    } catch {
      return null;
    }
  },
  list: (pattern) => {
    try {
      const isFolder = statSync(pattern, { throwIfNoEntry: false })?.isDirectory() === true;
      return globSync(isFolder ? join(pattern, "**/*") : pattern)
        .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
        .sort()
        .slice(0, mostFiles);
    } catch {
      return [];
    }
  },
};
