/**
 * The directives of a configuration, blocks flattened, by nginx's own rules for tokens.
 *
 * https://github.com/nginx/nginx/blob/release-1.22.1/src/core/ngx_conf_file.c#L502
 */
export function nginxTokens(text: string): string[][] {
  const directives: string[][] = [];
  let tokens: string[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text[position] ?? "";
    if (/[ \t\r\n]/.test(character)) position++;
    else if (character === "#") position = endOfLine(text, position);
    else if (/[;{}]/.test(character)) {
      if (tokens.length > 0) directives.push(tokens);
      tokens = [];
      position++;
    } else {
      const { token, end } = readToken(text, position);
      tokens.push(token);
      position = end;
    }
  }
  if (tokens.length > 0) throw new Error(`unexpected end after ${JSON.stringify(tokens)}`);
  return directives;
}

function endOfLine(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  return end === -1 ? text.length : end;
}

function readToken(text: string, start: number): { token: string; end: number } {
  const quote = /["']/.exec(text[start] ?? "")?.[0];
  let token = "";
  let position = quote === undefined ? start : start + 1;
  for (; position < text.length; position++) {
    const character = text[position] ?? "";
    if (character === "\\") {
      token += unescaped(text[position + 1] ?? "");
      position++;
    } else if (
      quote === undefined
        ? /[ \t\r\n;]/.test(character) || (character === "{" && !token.endsWith("$"))
        : character === quote
    ) {
      break;
    } else token += character;
  }
  if (quote === undefined) return { token, end: position };
  if (position >= text.length) throw new Error(`no closing ${quote} after ${JSON.stringify(token)}`);
  if (!/[ \t\r\n;{)]/.test(text[position + 1] ?? " "))
    throw new Error(`unexpected ${JSON.stringify(text[position + 1])} after a quote`);
  return { token, end: position + 1 };
}

/** A backslash goes before a quote, a backslash, `t`, `r` and `n`, and stays before anything else. */
function unescaped(character: string): string {
  const known: Readonly<Record<string, string>> = { '"': '"', "'": "'", "\\": "\\", t: "\t", r: "\r", n: "\n" };
  return known[character] ?? `\\${character}`;
}
