import { commentLine } from "../heading.ts";

/** One line of a `map`: tokens as they are written. */
export interface MapLine {
  readonly key: string;
  readonly value: string;
  readonly comment?: string;
}

/** Longer keys do not move the others' values to the right. */
const widestColumn = 60;

/** A `map` block, its values in one column. A `volatile` one is looked up again each time it is used. */
export function mapBlock(source: string, variable: string, lines: readonly MapLine[], volatile?: "volatile"): string {
  const lengths = lines.map(({ key }) => key.length).filter((length) => length <= widestColumn);
  const width = Math.max(0, ...lengths);
  const body = lines.map(({ key, value, comment }) => {
    const line = `    ${key.padEnd(width)} ${value};`;
    return comment === undefined ? line : `${line} ${commentLine(comment)}`;
  });
  const all = volatile === undefined ? body : ["    volatile;", ...body];
  return `map ${source} $${variable} {\n${all.join("\n")}\n}\n`;
}
