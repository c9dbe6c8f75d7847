import type { FileSource, Place, SyntaxProblem } from "../source.ts";

export type { FileSource, Place, SyntaxProblem };

/** A directive, or a section with what is in it. */
export interface Directive {
  /** As written; a section's without its bracket: `VirtualHost`. */
  readonly name: string;
  /** In lower case, to compare: Apache ignores case. */
  readonly key: string;
  /** What follows the name, with `${…}` put in; a section's without its closing bracket. */
  readonly rest: string;
  readonly words: readonly string[];
  readonly place: Place;
  /** Null for a plain directive. */
  readonly children: readonly Directive[] | null;
}

export interface ParsedApache {
  readonly directives: readonly Directive[];
  readonly problems: readonly SyntaxProblem[];
  /** Includes of files that did not come with the text. */
  readonly missing: readonly Directive[];
  /** The modules that `LoadModule` names, as `headers_module`; null when no line does: it is a part of a configuration. */
  readonly modules: ReadonlySet<string> | null;
  /** Every file that was read. */
  readonly files: readonly string[];
}
