/** A PCRE that JavaScript carries out. Subjects hold a character a byte. */
export interface Pcre {
  /** The match and its groups, in PCRE's numbers; null for none. */
  readonly exec: (subject: string) => readonly (string | undefined)[] | null;
}

/** What servers set differently. */
export interface PcreDialect {
  /** Whether `$` is the very end, or met before a newline at the end, too. */
  readonly dollar?: "end" | "before-newline";
  /** Whether a dot meets a newline. */
  readonly dot?: "any" | "no-newline";
}

/**
 * A regular expression of a web server for JavaScript's engine: possessive quantifiers and atomic groups become
 * lookaheads, `\z`, POSIX classes and `\Q…\E` what they stand for. Null for what has no counterpart (recursion,
 * conditions, callouts, verbs).
 */
export function compilePcre(
  source: string,
  flags: "" | "i" = "",
  { dollar = "end", dot = "any" }: PcreDialect = {},
): Pcre | null {
  const translated = translate(source, dollar);
  if (translated === null) return null;
  let expression: RegExp;
  try {
    expression = new RegExp(
      translated.source,
      `${dot === "any" ? "s" : ""}${flags}${translated.caseless ? "i" : ""}`.replace("ii", "i"),
    );
  } catch {
    return null;
  }
  return {
    exec: (subject) => {
      const match = expression.exec(subject);
      return match === null ? null : translated.groups.map((index) => match[index]);
    },
  };
}

/** The same in JavaScript's syntax, for what looks at expressions instead of running them. */
export function pcreToJavaScript(source: string): { readonly source: string; readonly caseless: boolean } | null {
  return translate(source, "end");
}

interface Translated {
  readonly source: string;
  /** The number of each PCRE group among JavaScript's. */
  readonly groups: readonly number[];
  readonly caseless: boolean;
}

const posixClasses: Readonly<Record<string, string>> = {
  alpha: "a-zA-Z",
  digit: "0-9",
  alnum: "a-zA-Z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\t-\\r ",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  xdigit: "0-9A-Fa-f",
  word: "\\w",
  print: " -~",
  graph: "!-~",
  cntrl: "\\x00-\\x1f\\x7f",
};

const plainEscapes: Readonly<Record<string, string>> = {
  z: "$",
  A: "^",
  h: "[\\t ]",
  H: "[^\\t ]",
  N: "[^\\n]",
  R: "(?:\\r\\n|[\\n-\\r\\x85])",
  e: "\\x1b",
  a: "\\x07",
  // \Z is before a newline at the end, too.
  Z: "(?=\\n?$)",
};

function translate(pcre: string, dollar: "end" | "before-newline"): Translated | null {
  let source = pcre;
  let caseless = false;
  const leading = /^(?:\(\?([imsx]*)\)|\(\*[A-Z0-9_]+\))/.exec(source);
  if (leading !== null) {
    if (leading[1] === undefined || /[mx]/.test(leading[1])) return null;
    caseless = leading[1].includes("i");
    source = source.slice(leading[0].length);
  }
  const groups = [0];
  let count = 0;
  let position = 0;
  const result = alternatives(0);
  if (result === null || position < source.length) return null;
  return { source: result, groups, caseless };

  /** Up to the parenthesis that ends it. */
  function alternatives(depth: number): string | null {
    if (depth > 200) return null;
    let text = "";
    while (position < source.length && source[position] !== ")") {
      if (source[position] === "|") {
        text += "|";
        position++;
        continue;
      }
      const before = count;
      const piece = atom(depth);
      if (piece === null) return null;
      const quantified = quantify(piece, before);
      if (quantified === null) return null;
      text += quantified;
    }
    return text;
  }

  function quantify(piece: string, before: number): string | null {
    const [quantifier] = /^(?:[*+?]|\{\d*,?\d*\})/.exec(source.slice(position)) ?? [];
    if (quantifier === undefined || quantifier === "{}" || quantifier === "{,}") return piece;
    position += quantifier.length;
    if (source[position] === "?") {
      position++;
      return `${piece}${quantifier}?`;
    }
    if (source[position] !== "+") return piece + quantifier;
    position++;
    return atomic(piece + quantifier, before);
  }

  /** What matched is not given back: a lookahead finds it, a reference takes it. */
  function atomic(piece: string, before: number): string {
    // The new group opens before those in the piece, so that their numbers grow.
    for (let index = 0; index < groups.length; index++) {
      const number = groups[index] ?? 0;
      if (number > before) groups[index] = number + 1;
    }
    count++;
    return `(?=(?<atomic${count}_${position}>${piece}))\\k<atomic${count}_${position}>`;
  }

  function atom(depth: number): string | null {
    const character = source[position] ?? "";
    if (character === "(") return group(depth);
    if (character === "[") return characterClass();
    if (character === "\\") return escaped();
    position++;
    if (character === "$" && dollar === "before-newline") return "(?=\\n?$)";
    // Literal in PCRE where it begins no quantifier.
    if (character === "{") return "\\{";
    if (character === "}" || character === "]" || character === "/") return `\\${character}`;
    return character;
  }

  function group(depth: number): string | null {
    const rest = source.slice(position);
    const [opening = "("] =
      /^\((?:\?(?:[:=!]|<[=!]|>|P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|[ims]*(?:-[ims]+)?:|#|[ims]+\)|\|)|\*)?/.exec(rest) ??
      [];
    if (opening === "(?#") {
      const end = source.indexOf(")", position);
      position = end === -1 ? source.length : end + 1;
      return "";
    }
    if (opening === "(*" || opening === "(?|" || /^\(\?[ims]+\)$/.test(opening)) return null;
    if (opening === "(" && rest[1] === "?") return null;
    position += opening.length;
    const before = count;
    const named = /^\(\?(?:P?<|')[A-Za-z_]/.test(opening);
    if (opening === "(" || named) {
      count++;
      groups.push(count);
    }
    const inside = alternatives(depth + 1);
    if (inside === null || source[position] !== ")") return null;
    position++;
    if (opening === "(?>") return atomic(inside, before);
    if (named) return `(${inside})`;
    return `${opening}${inside})`;
  }

  function escaped(): string | null {
    const next = source[position + 1] ?? "";
    if (next === "") return null;
    position += 2;
    if (next === "Q") {
      const end = source.indexOf("\\E", position);
      const literal = source.slice(position, end === -1 ? undefined : end);
      position = end === -1 ? source.length : end + 2;
      return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
    if (next === "E") return "";
    const known = plainEscapes[next];
    if (known !== undefined) return known;
    if (next === "x") {
      const [digits = ""] = /^(?:\{[0-9A-Fa-f]{1,2}\}|[0-9A-Fa-f]{0,2})/.exec(source.slice(position)) ?? [];
      position += digits.length;
      const value = digits.replace(/[{}]/g, "").padStart(2, "0");
      return `\\x${value}`;
    }
    if (/[1-9]/.test(next)) {
      const [more = ""] = /^\d?/.exec(source.slice(position)) ?? [];
      const number = Number(next + more);
      const mapped = groups[number];
      // A number that no group has yet may be octal, or a reference ahead.
      if (mapped === undefined) return null;
      position += more.length;
      return `(?:\\${mapped})`;
    }
    if (next === "0") return "\\x00";
    if (/[wWdDsSbBnrtfv]/.test(next)) return next === "v" ? "[\\n-\\r\\x85]" : `\\${next}`;
    if (/[A-Za-z]/.test(next)) return null;
    return /[\^$\\.*+?()[\]{}|/]/.test(next) ? `\\${next}` : next;
  }

  function characterClass(): string | null {
    let text = "[";
    position++;
    if (source[position] === "^") {
      text += "^";
      position++;
    }
    let first = true;
    for (; position < source.length; first = false) {
      const character = source[position] ?? "";
      if (character === "]" && !first) {
        position++;
        return `${text}]`;
      }
      const [posix, negated, name] = /^\[:(\^?)([a-z]+):\]/.exec(source.slice(position, position + 12)) ?? [];
      if (posix !== undefined) {
        const members = posixClasses[name ?? ""];
        if (members === undefined || negated === "^") return null;
        text += members;
        position += posix.length;
        continue;
      }
      if (character === "\\") {
        const next = source[position + 1] ?? "";
        position += 2;
        if (next === "x") {
          const [digits = ""] = /^(?:\{[0-9A-Fa-f]{1,2}\}|[0-9A-Fa-f]{0,2})/.exec(source.slice(position)) ?? [];
          position += digits.length;
          text += `\\x${digits.replace(/[{}]/g, "").padStart(2, "0")}`;
        } else if (next === "h") text += " \\t";
        else if (next === "e") text += "\\x1b";
        else if (/[wWdDsSnrtfb]/.test(next)) text += `\\${next}`;
        else if (/[A-Za-z0-9]/.test(next)) return null;
        else text += `\\${next}`;
        continue;
      }
      text += character === "[" || character === "]" ? `\\${character}` : character;
      position++;
    }
    return null;
  }
}
