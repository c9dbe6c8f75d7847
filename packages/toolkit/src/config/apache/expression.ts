/** What Apache's expressions are made of. https://httpd.apache.org/docs/2.4/expr.html */
export type Expression =
  | { readonly type: "constant"; readonly value: boolean }
  | { readonly type: "not"; readonly of: Expression }
  | { readonly type: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly type: "compare"; readonly operator: string; readonly left: Word; readonly right: Word }
  | {
      readonly type: "match";
      readonly negated: boolean;
      readonly subject: Word;
      readonly source: string;
      readonly flags: "" | "i";
    }
  | { readonly type: "unary"; readonly operator: string; readonly of: Word }
  | { readonly type: "in"; readonly subject: Word; readonly list: readonly Word[] };

/** Text, put together from parts. */
export type Word = readonly WordPart[];
export type WordPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "variable"; readonly name: string }
  | { readonly type: "group"; readonly number: number }
  | { readonly type: "call"; readonly name: string; readonly argument: Word };

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** Parses a condition: `%{REQUEST_METHOD} == 'OPTIONS' && -n req('Origin')`. */
export function parseExpression(text: string): Parsed<Expression> {
  return guarded(() => new ExpressionReader(text).condition());
}

/** Parses a value: `expr=%{req:Origin}`, after its `expr=`. */
export function parseStringExpression(text: string): Parsed<Word> {
  return guarded(() => new ExpressionReader(text).string(null));
}

class SyntaxFault extends Error {}

function guarded<T>(parse: () => T): Parsed<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof SyntaxFault) return { ok: false, message: error.message };
    throw error;
  }
}

const deepest = 100;
const comparison =
  /^(?:==|!=|<=|>=|=~|!~|=|<|>|-?(?:eq|ne|lt|le|gt|ge|in)\b|-(?:strmatch|strcmatch|fnmatch|ipmatch)\b)/;

class ExpressionReader {
  private position = 0;
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  condition(): Expression {
    const whole = this.or();
    this.skipSpace();
    if (this.position < this.text.length) this.fail("something follows that does not belong");
    return whole;
  }

  private or(): Expression {
    let left = this.and();
    while (this.take(/^\|\|/)) left = { type: "or", left, right: this.and() };
    return left;
  }

  private and(): Expression {
    let left = this.term();
    while (this.take(/^&&/)) left = { type: "and", left, right: this.term() };
    return left;
  }

  private term(): Expression {
    if (++this.depth > deepest) this.fail("too deeply nested");
    try {
      if (this.take(/^!(?![~=])/)) return { type: "not", of: this.term() };
      if (this.take(/^\(/)) {
        const inside = this.or();
        if (!this.take(/^\)/)) this.fail('a ")" is missing');
        return inside;
      }
      const constant = this.take(/^(?:true|false)\b/i);
      if (constant !== null) return { type: "constant", value: constant.toLowerCase() === "true" };
      const unary = this.take(/^-[a-zA-Z](?=[\s'"%(])/);
      if (unary !== null) return { type: "unary", operator: unary, of: this.word() };
      return this.binary();
    } finally {
      this.depth--;
    }
  }

  private binary(): Expression {
    const left = this.word();
    const operator = this.take(comparison);
    if (operator === null) this.fail("a comparison is missing");
    if (operator === "=~" || operator === "!~") return this.match(left, operator === "!~");
    if (/^-?in$/.test(operator)) {
      if (this.take(/^\{/) === null) this.fail('"in" takes a list in braces');
      const list: Word[] = [];
      do list.push(this.word());
      while (this.take(/^,/) !== null);
      if (this.take(/^\}/) === null) this.fail('a "}" is missing');
      return { type: "in", subject: left, list };
    }
    return { type: "compare", operator, left, right: this.word() };
  }

  private match(subject: Word, negated: boolean): Expression {
    this.skipSpace();
    const rest = this.text.slice(this.position);
    const [opening] = /^(?:\/|m[/#$%^|?!'",;:._-])/.exec(rest) ?? [];
    if (opening === undefined) this.fail("a regular expression is missing: write /…/ or m#…#");
    const delimiter = opening.at(-1) ?? "/";
    let source = "";
    let index = opening.length;
    for (; index < rest.length && rest[index] !== delimiter; index++) {
      if (rest[index] === "\\" && rest[index + 1] === delimiter) index++;
      else if (rest[index] === "\\") source += rest[index++];
      source += rest[index] ?? "";
    }
    if (index >= rest.length) this.fail("a regular expression is not closed");
    const [flags = ""] = /^[ismg]*/.exec(rest.slice(index + 1)) ?? [];
    this.position += index + 1 + flags.length;
    return { type: "match", negated, subject, source, flags: flags.includes("i") ? "i" : "" };
  }

  /** Parts joined by `.`. */
  private word(): Word {
    const parts: WordPart[] = [...this.wordPart()];
    while (this.take(/^\.(?=\s*['"%$A-Za-z0-9])/) !== null) parts.push(...this.wordPart());
    return parts;
  }

  private wordPart(): Word {
    this.skipSpace();
    const character = this.text[this.position];
    if (character === "'" || character === '"') {
      this.position++;
      return this.string(character);
    }
    if (character === "%" || character === "$") {
      const part = this.reference();
      if (part !== null) return [part];
    }
    const digits = this.take(/^-?\d+/);
    if (digits !== null) return [{ type: "text", text: digits }];
    const name = this.take(/^[A-Za-z][A-Za-z0-9_]*(?=\s*\()/);
    if (name !== null) {
      this.take(/^\(/);
      const argument = this.word();
      if (this.take(/^\)/) === null) this.fail(`the argument of ${name} is not closed`);
      return [{ type: "call", name: name.toLowerCase(), argument }];
    }
    this.fail("a value is missing; text goes in quotes");
  }

  /** Up to the quote that ends it, or to the end. */
  string(quote: string | null): Word {
    const parts: WordPart[] = [];
    let text = "";
    for (; this.position < this.text.length && this.text[this.position] !== quote; ) {
      const part = this.reference();
      if (part !== null) {
        if (text !== "") parts.push({ type: "text", text });
        text = "";
        parts.push(part);
        continue;
      }
      if (this.text[this.position] === "\\" && this.position + 1 < this.text.length) {
        this.position++;
        const escaped = this.text[this.position] ?? "";
        text += ({ n: "\n", r: "\r", t: "\t" } as Readonly<Record<string, string>>)[escaped] ?? escaped;
      } else text += this.text[this.position] ?? "";
      this.position++;
    }
    if (quote !== null) {
      if (this.position >= this.text.length) this.fail(`a ${quote} is missing`);
      this.position++;
    }
    if (text !== "") parts.push({ type: "text", text });
    return parts;
  }

  /** `%{NAME}`, `%{function:argument}` or `$1`, where one stands. */
  private reference(): WordPart | null {
    const rest = this.text.slice(this.position, this.position + 2_000);
    const [whole, name, argument] = /^%\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\}/.exec(rest) ?? [];
    if (whole !== undefined && name !== undefined) {
      this.position += whole.length;
      if (argument === undefined) return { type: "variable", name: name.toUpperCase() };
      return { type: "call", name: name.toLowerCase(), argument: [{ type: "text", text: argument }] };
    }
    const [group, number] = /^\$(\d)/.exec(rest) ?? [];
    if (group === undefined) return null;
    this.position += 2;
    return { type: "group", number: Number(number) };
  }

  private take(expression: RegExp): string | null {
    this.skipSpace();
    const [found] = expression.exec(this.text.slice(this.position, this.position + 200)) ?? [];
    if (found === undefined) return null;
    this.position += found.length;
    return found;
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.position] ?? "")) this.position++;
  }

  private fail(what: string): never {
    throw new SyntaxFault(`${what}, at character ${this.position + 1} of ${JSON.stringify(this.text.slice(0, 200))}`);
  }
}
