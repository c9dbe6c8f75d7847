/** The first place where a text stops being JSON. */
export interface JsonFault {
  /** In UTF-16 code units from the beginning. */
  readonly offset: number;
  /** What the grammar allows there, in words. */
  readonly expected: string;
}

type State = "value" | "value or ]" | "name" | "name or }" | "colon" | "comma or end";

const expectations: Readonly<Record<State, string>> = {
  value: "a value",
  "value or ]": "a value or ]",
  name: "a name in double quotes",
  "name or }": "a name in double quotes or }",
  colon: "a colon",
  "comma or end": "a comma or the closing bracket",
};

const text = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const scalar = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const whiteSpace = /[ \t\n\r]*/y;

/**
 * Holds a text against the grammar of RFC 8259, section 2, without building anything; null when it is JSON.
 *
 * NOTE: `JSON.parse` says only for some faults where they are.
 */
export function findJsonFault(source: string): JsonFault | null {
  const open: ("{" | "[")[] = [];
  let state: State = "value";
  let offset = skip(source, 0, whiteSpace) ?? 0;
  do {
    const next: { state: State; end: number } | null = step(source, offset, state, open);
    if (next === null) return { offset, expected: expectations[state] };
    state = next.state;
    offset = skip(source, next.end, whiteSpace) ?? next.end;
  } while (open.length > 0 || state !== "comma or end");
  return offset === source.length ? null : { offset, expected: "the end of the file" };
}

/** Takes one token. Null when the state does not allow what is there. */
function step(source: string, offset: number, state: State, open: ("{" | "[")[]): { state: State; end: number } | null {
  const character = source[offset];
  const after = (next: State) => ({ state: next, end: offset + 1 });
  if (state === "colon") return character === ":" ? after("value") : null;
  if (state === "comma or end") {
    if (character === ",") return after(open.at(-1) === "{" ? "name" : "value");
    return close(character, open) ? after("comma or end") : null;
  }
  if (state.startsWith("name")) {
    if (state === "name or }" && close(character, open)) return after("comma or end");
    const end = skip(source, offset, text);
    return end === null ? null : { state: "colon", end };
  }
  if (state === "value or ]" && close(character, open)) return after("comma or end");
  if (character === "{" || character === "[") {
    open.push(character);
    return after(character === "{" ? "name or }" : "value or ]");
  }
  const end = skip(source, offset, character === '"' ? text : scalar);
  return end === null ? null : { state: "comma or end", end };
}

/** Closes the innermost bracket, if that is what the character does. */
function close(character: string | undefined, open: ("{" | "[")[]): boolean {
  const opener = character === "}" ? "{" : character === "]" ? "[" : null;
  if (opener === null || open.at(-1) !== opener) return false;
  open.pop();
  return true;
}

/** Where a token that begins here ends; null when none does. */
function skip(source: string, offset: number, token: RegExp): number | null {
  token.lastIndex = offset;
  return token.test(source) ? token.lastIndex : null;
}
