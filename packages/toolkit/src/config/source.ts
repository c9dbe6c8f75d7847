/** A spot in a file, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
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
  /** The text came without its files: what it includes is elsewhere and not known, which is no fault of the text. */
  readonly isElsewhere?: boolean;
}

/** For a text that was sent or pasted: no path in it is looked for on this machine. */
export const noFiles: FileSource = { read: () => null, list: () => [], isElsewhere: true };
