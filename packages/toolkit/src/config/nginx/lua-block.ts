/**
 * Where the Lua code that begins here ends: the position of its closing brace; null when it has none. Braces in strings
 * and comments are no braces.
 */
export function endOfLuaBlock(text: string, start: number): number | null {
  let depth = 1;
  let position = start;
  while (position < text.length) {
    const character = text[position];
    if (character === "{") depth++;
    else if (character === "}") {
      depth--;
      if (depth === 0) return position;
    } else if (character === '"' || character === "'") {
      position = endOfString(text, position);
      continue;
    } else if (character === "-" && text[position + 1] === "-") {
      position = endOfComment(text, position);
      continue;
    } else if (character === "[") {
      const end = endOfLongBracket(text, position);
      if (end !== null) {
        position = end;
        continue;
      }
    }
    position++;
  }
  return null;
}

function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let position = start + 1; position < text.length; position++) {
    if (text[position] === "\\") position++;
    // A string ends with its line, whatever it lacks.
    else if (text[position] === quote || text[position] === "\n") return position + 1;
  }
  return text.length;
}

function endOfComment(text: string, start: number): number {
  const long = endOfLongBracket(text, start + 2);
  if (long !== null) return long;
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

/** `[[…]]`, `[==[…]==]`; null for another bracket. */
function endOfLongBracket(text: string, start: number): number | null {
  const [opening] = /^\[=*\[/.exec(text.slice(start, start + 32)) ?? [];
  if (opening === undefined) return null;
  const closing = opening.replaceAll("[", "]");
  const end = text.indexOf(closing, start + opening.length);
  return end === -1 ? text.length : end + closing.length;
}
