import { trimOptionalWhitespace } from "./header-list.ts";

/**
 * Get, decode, and split a header value: at its commas, but not at those within an HTTP quoted string.
 *
 * https://fetch.spec.whatwg.org/#header-value-get-decode-and-split
 */
export function getDecodeAndSplit(input: string): string[] {
  const values: string[] = [];
  let start = 0;
  let position = 0;
  while (true) {
    // 5.1. Collect code points that are not U+0022 (") or U+002C (,).
    while (position < input.length && input[position] !== '"' && input[position] !== ",") position++;

    // 5.2. A quoted string belongs to the value; what follows it may too.
    if (input[position] === '"') {
      position = endOfQuotedString(input, position);
      if (position < input.length) continue;
    }

    // 5.3–5.5. Remove all HTTP tab or space from both ends, and append.
    values.push(trimOptionalWhitespace(input.slice(start, position)));

    // 5.6. If position is past the end of input, then return values.
    if (position >= input.length) return values;

    // 5.7–5.8. The code point here is U+002C (,): advance past it.
    position++;
    start = position;
  }
}

/** https://fetch.spec.whatwg.org/#collect-an-http-quoted-string: where it ends, its closing quote included. */
function endOfQuotedString(input: string, start: number): number {
  let position = start + 1;
  while (position < input.length) {
    const character = input[position];
    position++;
    if (character === '"') return position;
    if (character === "\\") position++;
  }
  return input.length;
}
