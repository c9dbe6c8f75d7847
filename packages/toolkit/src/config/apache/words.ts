/** A first word, and what is left after the spaces behind it. */
export interface FirstWord {
  readonly word: string;
  readonly rest: string;
}

/**
 * Takes the first word of a directive's arguments. A quoted word may hold spaces; a backslash goes before the quote and
 * before a backslash, and stays before anything else.
 *
 * https://github.com/apache/httpd/blob/2.4.62/server/util.c#L754
 */
export function firstWord(text: string): FirstWord {
  const trimmed = text.trimStart();
  const quote = trimmed[0];
  if (quote !== '"' && quote !== "'") {
    const [word = ""] = /^\S*/.exec(trimmed) ?? [];
    return { word, rest: trimmed.slice(word.length).trimStart() };
  }
  let word = "";
  let position = 1;
  for (; position < trimmed.length && trimmed[position] !== quote; position++) {
    const next = trimmed[position + 1];
    if (trimmed[position] === "\\" && (next === "\\" || next === quote)) position++;
    word += trimmed[position] ?? "";
  }
  return { word, rest: trimmed.slice(position + 1).trimStart() };
}

/** Every word. */
export function words(text: string): readonly string[] {
  const found: string[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const next = firstWord(rest);
    found.push(next.word);
    rest = next.rest;
  }
  return found;
}
