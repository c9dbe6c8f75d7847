import type { DocumentPath } from "./problem.ts";
import { quote } from "./quote.ts";

/** `rules[0].allowOrigins[1]`; empty for the document itself. */
export function describePath(path: DocumentPath): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_$][A-Za-z0-9_$-]{0,63}$/.test(key)) return `[${quote(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}
