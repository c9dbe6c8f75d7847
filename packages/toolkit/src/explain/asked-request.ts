import type { PageRequest } from "@crosscheck/cors/browser";
import type { Header, HeaderList } from "@crosscheck/cors/http";

/** A call that a text describes: a command of curl, a piece of a script. */
export interface AskedRequest {
  readonly request: PageRequest & { readonly headers: HeaderList };
  /** Of the page, where the text tells. */
  readonly pageOrigin: string | null;
  /** Whether a browser makes it: curl's own command may set what a page cannot. */
  readonly by: "curl" | "page";
}

/** `Name: value`; null for what is none. */
export function parseHeaderLine(line: string): Header | null {
  const [, name, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s?(.*?)\s*$/s.exec(line) ?? [];
  return name === undefined || value === undefined ? null : [name, value];
}
