/** One line of a file, with its number from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Longer lines are cut: no list of sites has them, and a file without line ends must not fill the memory. */
const longestLine = 16_384;

/** The lines of a text that is never whole in memory. CRLF, LF or CR ends one. */
export async function* splitLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  let number = 0;
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = (lines.pop() ?? "").slice(0, longestLine);
    for (const text of lines) yield { number: ++number, text };
  }
  rest += decoder.decode();
  const last = rest.replace(/\r$/, "");
  if (last !== "") yield { number: ++number, text: last };
}
