import { lintTargets } from "../lint/lint-targets.ts";
import { importOptions } from "../policy-file/library-options/import-options.ts";
import { libraries } from "../policy-file/library-options/libraries.ts";
import { readOptionsFile } from "../policy-file/library-options/read-options-file.ts";
import { describeLocated } from "../policy-file/located-problem.ts";
import { importConfiguration } from "./import-configuration.ts";

/** What is made of a file. */
export type Imported =
  | {
      readonly ok: true;
      /** A policy document, printed as YAML. */
      readonly document: unknown;
      /** What the file really allowed: sentences. */
      readonly allowed: readonly string[];
      /** Where the policy differs from it, and why: sentences. */
      readonly changed: readonly string[];
      /** What only the author can fill in: sentences. Not empty: exit code 1. */
      readonly open: readonly string[];
    }
  /** The file cannot be read: exit code 2. */
  | { readonly ok: false; readonly message: string };

/** One value of `--as`. */
export interface ImportKind {
  readonly name: string;
  /** What FILE is, for the help. */
  readonly summary: string;
  readonly read: (file: string, now: Date) => Promise<Imported>;
}

const libraryKinds: readonly ImportKind[] = libraries.map((library) => ({
  name: library.name,
  summary: `options of ${library.library}`,
  read: async (file, now) => {
    const read = await readOptionsFile(file);
    if (!read.ok) return { ok: false, message: read.problems.map(describeLocated).join("\n") };
    return { ok: true, ...importOptions(library, read.options, now) };
  },
}));

const configurationKinds: readonly ImportKind[] = lintTargets.map((target) => ({
  name: target.name,
  summary: target.summary,
  read: (file, now) => importConfiguration(target, file, now),
}));

/** Every kind of file there is an importer for, in the order of the help. */
export const importKinds: readonly ImportKind[] = [...libraryKinds, ...configurationKinds];
