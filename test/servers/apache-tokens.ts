/**
 * The directives of a configuration, section lines included, by Apache's own rules for words.
 *
 * https://github.com/apache/httpd/blob/2.4.62/server/util.c#L754
 */
export function apacheTokens(text: string): string[][] {
  // A backslash at the end continues a line, a comment too.
  const lines = text.replace(/\\\n/g, "").split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(words);
}

function words(line: string): string[] {
  const found: string[] = [];
  let rest = line;
  while (rest !== "") {
    const { word, length } = firstWord(rest);
    found.push(word);
    rest = rest.slice(length).trimStart();
  }
  return found;
}

/** A backslash goes before the quote and before a backslash, and stays before anything else. */
function firstWord(text: string): { word: string; length: number } {
  const quote = /^["']/.exec(text)?.[0];
  if (quote === undefined) {
    const [word = ""] = /^\S+/.exec(text) ?? [];
    return { word, length: word.length };
  }
  let word = "";
  let position = 1;
  for (; position < text.length && text[position] !== quote; position++) {
    if (text[position] === "\\" && (text[position + 1] === "\\" || text[position + 1] === quote)) position++;
    word += text[position] ?? "";
  }
  return { word, length: position + 1 };
}
