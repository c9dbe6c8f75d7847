/** Domains under which strangers can have names, as text. */
export interface SuffixTable {
  /** The day of the list. */
  readonly edition: string;
  /** Whether it is the whole Public Suffix List. */
  readonly complete: boolean;
  /**
   * Suffixes of registries: names between commas or white space, and what is below a name in brackets after it, so that
   * `uk(ac,co)` is `uk`, `ac.uk` and `co.uk`. A `*` label stands for any one. Before a name, `~` says that it is no suffix
   * itself, `!` that it is an exception to a `*`, and `+` that it was listed in the year before the edition.
   */
  readonly registries: string;
  /** Suffixes of hosting platforms, in the same form. */
  readonly hosting: string;
}

export interface Suffix {
  readonly kind: "registry" | "hosting" | "exception";
  readonly newlyListed: boolean;
}

/** Reads one text of a table into suffixes by their whole name. */
export function readSuffixes(text: string, kind: "registry" | "hosting", suffixes: Map<string, Suffix>): void {
  const parents: string[] = [];
  let name = "";
  for (const [, mark = "", label = "", brackets = ""] of text.matchAll(/([~!+]?)([a-z0-9.*_-]*)([()]*)/g)) {
    if (label !== "") {
      const parent = parents.at(-1);
      name = parent === undefined ? label : `${label}.${parent}`;
      if (mark !== "~") suffixes.set(name, { kind: mark === "!" ? "exception" : kind, newlyListed: mark === "+" });
    }
    for (const bracket of brackets) {
      if (bracket === "(") parents.push(name);
      else parents.pop();
    }
  }
}
