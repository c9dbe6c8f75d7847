/** A line as Apache reads it: continued ones joined, spaces at both ends gone; never empty, never a comment. */
export interface LogicalLine {
  readonly text: string;
  /** Where its first character stands, from 1. */
  readonly line: number;
  readonly column: number;
}

/** The lines that hold a directive. https://github.com/apache/httpd/blob/2.4.62/server/util.c#L1079 */
export function* logicalLines(text: string): Generator<LogicalLine> {
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const first = index;
    let joined = withoutReturn(lines[index] ?? "");
    // A backslash at the end continues a line, a comment too.
    const pieces: string[] = [];
    while (joined.endsWith("\\") && index + 1 < lines.length) {
      pieces.push(joined.slice(0, -1));
      index++;
      joined = withoutReturn(lines[index] ?? "");
    }
    if (pieces.length > 0) joined = [...pieces, joined].join("");
    const trimmed = joined.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const column = joined.length - joined.trimStart().length + 1;
    yield { text: trimmed, line: first + 1, column };
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
