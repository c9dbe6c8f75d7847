import type { ReadProblem } from "./observation.ts";

/** Where a value is: member names and indexes, from the document's root. */
export type JsonPath = readonly (string | number)[];

export interface JsonSkimmer {
  readonly push: (bytes: Uint8Array) => void;
  /** What was wrong; null when the document was whole. */
  readonly end: () => ReadProblem | null;
}

export interface SkimOptions {
  /** Whether a value is one of those that are kept. It is parsed and given away when it ends. */
  readonly wants: (path: JsonPath) => boolean;
  readonly onValue: (path: JsonPath, value: unknown) => void;
  /** A value that is wanted and no JSON. */
  readonly onBroken: (path: JsonPath) => void;
  /** Longer strings in kept values are left out, in bytes: bodies. */
  readonly longestString: number;
}

interface Container {
  readonly isArray: boolean;
  /** The member or element that comes next, or is being read. */
  key: string | number;
  /** In an object: a string is a name until its colon. */
  expectsName: boolean;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const lineFeed = 0x0a;

/** Deeper than any recording. */
const deepest = 200;
const longestName = 512;

/**
 * Reads JSON as its bytes come, and keeps only the values that are wanted: a recording of 50 MB is mostly bodies, which
 * nobody looks at. What is not wanted is passed over by its quotes and brackets.
 */
export function skimJson({ wants, onValue, onBroken, longestString }: SkimOptions): JsonSkimmer {
  const stack: Container[] = [];
  let problem: ReadProblem | null = null;
  let started = false;
  let finished = false;
  /** Where the part that is read begins, and the line that it begins in. */
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  /** In a string: how many backslashes stand before the next byte, and whether it is a name. */
  let inString = false;
  let backslashes = 0;
  let isName = false;
  let name: number[] = [];
  /** The wanted value that is being read: its bytes, and the depth at which it ends; -1 for none. */
  let kept = new Uint8Array(65_536);
  let keptLength = 0;
  let keptDepth = -1;
  let keptPath: JsonPath = [];
  let stringStart = 0;
  let stringLength = 0;
  const decoder = new TextDecoder();

  const path = (): JsonPath => stack.map(({ key }) => key);
  const keep = (bytes: Uint8Array, start: number, end: number): void => {
    const length = keptLength + end - start;
    if (length > kept.length) {
      const wider = new Uint8Array(Math.max(length, kept.length * 2));
      wider.set(kept.subarray(0, keptLength));
      kept = wider;
    }
    if (end - start < 8) for (let index = start; index < end; index++) kept[keptLength++] = bytes[index] ?? 0;
    else {
      kept.set(bytes.subarray(start, end), keptLength);
      keptLength = length;
    }
  };
  const fail = (bytes: Uint8Array, index: number, message: string): void => {
    problem ??= { place: placeOf(bytes, index), message };
  };
  const finishKept = (): void => {
    const text = decoder.decode(kept.subarray(0, keptLength));
    keptDepth = -1;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      onBroken(keptPath);
      return;
    }
    onValue(keptPath, value);
  };

  const openContainer = (isArray: boolean): void => {
    if (keptDepth === -1 && wants(path())) {
      keptDepth = stack.length;
      keptPath = path();
      keptLength = 0;
    }
    stack.push({ isArray, key: isArray ? 0 : "", expectsName: !isArray });
  };

  /** Reads on in a string; returns the index after what was read. */
  const readString = (bytes: Uint8Array, start: number): number => {
    let index = start;
    for (;;) {
      const at = bytes.indexOf(quote, index);
      const end = at === -1 ? bytes.length : at;
      let count = 0;
      while (end - 1 - count >= start && bytes[end - 1 - count] === backslash) count++;
      // All the way back to where this part began: those of the part before count, too.
      if (end - count === start) count += backslashes;
      const isEnd = at !== -1 && count % 2 === 0;
      if (!isEnd && at !== -1) {
        index = at + 1;
        continue;
      }
      if (isName && name.length < longestName) for (const byte of bytes.subarray(start, end)) name.push(byte);
      stringLength += end - start;
      if (keptDepth !== -1 && stringLength <= longestString) keep(bytes, start, end);
      if (!isEnd) {
        backslashes = count;
        return bytes.length;
      }
      inString = false;
      if (keptDepth !== -1) {
        if (stringLength > longestString) keptLength = stringStart;
        keep(bytes, at, at + 1);
      }
      const top = stack.at(-1);
      if (isName && top !== undefined && keptDepth === -1) top.key = nameOf(name);
      return at + 1;
    }
  };

  const push = (bytes: Uint8Array): void => {
    let index = 0;
    // A byte order mark.
    if (!started && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) index = 3;
    started = true;
    while (index < bytes.length && problem === null && !finished) {
      if (inString) {
        index = readString(bytes, index);
        continue;
      }
      const byte = bytes[index] ?? 0;
      switch (byte) {
        case quote: {
          const top = stack.at(-1);
          if (top === undefined) {
            fail(bytes, index, 'It begins with a string, and a recording is an object: { "log": … }.');
            break;
          }
          inString = true;
          backslashes = 0;
          isName = top.expectsName;
          name = [];
          stringLength = 0;
          if (keptDepth !== -1) {
            keep(bytes, index, index + 1);
            stringStart = keptLength;
          }
          break;
        }
        case openBrace:
        case openBracket:
          openContainer(byte === openBracket);
          if (stack.length > deepest) fail(bytes, index, "It is nested deeper than any recording.");
          if (keptDepth !== -1) keep(bytes, index, index + 1);
          break;
        case closeBrace:
        case closeBracket:
          if (keptDepth !== -1) keep(bytes, index, index + 1);
          if (stack.pop()?.isArray !== (byte === closeBracket)) {
            fail(bytes, index, "This bracket closes nothing that is open.");
          }
          if (keptDepth !== -1 && stack.length === keptDepth) finishKept();
          // What follows the document is not of it.
          finished = stack.length === 0;
          break;
        case comma: {
          if (keptDepth !== -1) keep(bytes, index, index + 1);
          const top = stack.at(-1);
          if (top?.isArray === true) top.key = Number(top.key) + 1;
          else if (top !== undefined) top.expectsName = true;
          break;
        }
        case colon: {
          if (keptDepth !== -1) keep(bytes, index, index + 1);
          const top = stack.at(-1);
          if (top !== undefined) top.expectsName = false;
          break;
        }
        default:
          if (keptDepth !== -1) keep(bytes, index, index + 1);
      }
      index++;
    }
    endPart(bytes);
  };

  /** Line and column of a byte of this part. */
  function placeOf(bytes: Uint8Array, index: number): string {
    let [row, start] = [line, lineStart - offset];
    for (let at = bytes.indexOf(lineFeed); at !== -1 && at < index; at = bytes.indexOf(lineFeed, at + 1)) {
      row++;
      start = at + 1;
    }
    return `line ${row}, column ${index - start + 1}`;
  }

  function endPart(bytes: Uint8Array): void {
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) {
      line++;
      lineStart = offset + at + 1;
    }
    offset += bytes.length;
  }

  return {
    push,
    end: () => {
      if (problem !== null) return problem;
      if (stack.length > 0 || inString) {
        const where = `line ${line}, column ${offset - lineStart + 1}`;
        return {
          place: showPath(keptDepth === -1 ? path() : keptPath),
          message: `The text ends in the middle of it, at ${where}.`,
        };
      }
      return null;
    },
  };
}

function nameOf(bytes: readonly number[]): string {
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  if (!text.includes("\\")) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

/** `log.entries[3].request` */
export function showPath(path: JsonPath): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}
