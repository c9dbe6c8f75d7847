/** A word of a configuration, or what ends a directive. */
type Token =
  | { readonly kind: "word"; readonly text: string; readonly start: number }
  | { readonly kind: ";" | "{" | "}"; readonly start: number }
  | { readonly kind: "fault"; readonly message: string; readonly start: number };

/** nginx reads through a buffer of 4,096 bytes, and a word has to fit. */
const longestWord = 4_095;

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** Reads one token after another; `position` may be moved between them. */
export interface WordReader {
  position: number;
  /** Null at the end. */
  next(): Token | null;
}

/**
 * nginx's own rules for words.
 *
 * https://github.com/nginx/nginx/blob/release-1.22.1/src/core/ngx_conf_file.c#L502
 */
export function readWords(text: string): WordReader {
  /** A quoted word is followed by a space, `;`, `{` or `)`. */
  let afterQuote = false;
  const reader: WordReader = { position: 0, next };
  return reader;

  function next(): Token | null {
    while (reader.position < text.length) {
      const start = reader.position;
      const code = text.charCodeAt(start);
      if (isSpace(code)) {
        reader.position++;
        afterQuote = false;
        continue;
      }
      const character = text[start] ?? "";
      if (character === ";" || character === "{" || (character === "}" && !afterQuote)) {
        reader.position++;
        afterQuote = false;
        return { kind: character as ";" | "{" | "}", start };
      }
      if (afterQuote && character !== ")") {
        afterQuote = false;
        return {
          kind: "fault",
          start,
          message: `${JSON.stringify(character)} follows a closing quote. Put a space or ";" between them.`,
        };
      }
      afterQuote = false;
      if (character === "#") {
        const end = text.indexOf("\n", start);
        reader.position = end === -1 ? text.length : end + 1;
        continue;
      }
      return character === '"' || character === "'" ? quotedWord(start, character) : plainWord(start);
    }
    return null;
  }

  function quotedWord(start: number, quote: string): Token {
    let position = start + 1;
    let hasEscapes = false;
    for (; position < text.length; position++) {
      const character = text[position];
      if (character === "\\") {
        hasEscapes = true;
        position++;
      } else if (character === quote) {
        reader.position = position + 1;
        afterQuote = true;
        return word(start, text.slice(start + 1, position), hasEscapes);
      }
    }
    reader.position = text.length;
    return {
      kind: "fault",
      start,
      message: `The quote ${quote} that opens here is never closed. Write ${quote} where the word ends.`,
    };
  }

  function plainWord(start: number): Token {
    let position = start;
    let hasEscapes = false;
    let afterDollar = false;
    for (; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (code === 123 && afterDollar) continue;
      afterDollar = false;
      if (code === 92) {
        hasEscapes = true;
        position++;
      } else if (code === 36) afterDollar = true;
      else if (isSpace(code) || code === 59 || code === 123) break;
    }
    reader.position = Math.min(position, text.length);
    return word(start, text.slice(start, reader.position), hasEscapes);
  }

  function word(start: number, raw: string, hasEscapes: boolean): Token {
    if (raw.length > longestWord) {
      const message = `A word of ${raw.length} bytes: nginx does not start with one of more than ${longestWord}. Split it.`;
      return { kind: "fault", start, message };
    }
    return { kind: "word", start, text: hasEscapes ? unescapeWord(raw) : raw };
  }
}

const escapes: Readonly<Record<string, string>> = { t: "\t", r: "\r", n: "\n" };

/** A backslash goes before a quote and a backslash, stands for a character with `t`, `r` and `n`, and else stays. */
function unescapeWord(raw: string): string {
  return raw.replace(/\\(["'\\trn])/g, (_pair, character: string) => escapes[character] ?? character);
}
