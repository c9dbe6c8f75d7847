/** A spot in a file, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

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

/** What is wrong with a file as such; what it says is another matter. */
export interface SyntaxProblem {
  readonly place: Place;
  readonly message: string;
}

/** The files that a configuration is made of, by path. Text holds a character a byte (isomorphic decoding). */
export interface FileSource {
  readonly read: (path: string) => string | null;
  /** The files that a pattern with `*`, `?`, `[…]` stands for, or those of a folder, in order. */
  readonly list: (pattern: string) => readonly string[];
}

export interface ParsedApache {
  readonly directives: readonly Directive[];
  readonly problems: readonly SyntaxProblem[];
  /** The modules that `LoadModule` names, as `headers_module`; null when no line does: it is a part of a configuration. */
  readonly modules: ReadonlySet<string> | null;
  /** Every file that was read. */
  readonly files: readonly string[];
}
