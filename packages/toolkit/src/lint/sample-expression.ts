const mostSamples = 24;

/** Some texts that a regular expression is about: each alternative, with and without what is optional. */
export function sampleExpression(source: string): readonly string[] {
  let position = 0;
  return [...new Set(alternatives(0))].slice(0, mostSamples);

  function alternatives(depth: number): readonly string[] {
    const all: string[] = [];
    let current: readonly string[] = [""];
    while (position < source.length && source[position] !== ")") {
      if (source[position] === "|") {
        all.push(...current);
        current = [""];
        position++;
        continue;
      }
      const piece = quantified(atom(depth));
      current = current.flatMap((before) => piece.map((after) => before + after)).slice(0, mostSamples);
    }
    return [...all, ...current].slice(0, mostSamples * 2);
  }

  function quantified(piece: readonly string[]): readonly string[] {
    const [quantifier] = /^(?:[*+?]|\{\d*,?\d*\})[?+]?/.exec(source.slice(position)) ?? [];
    if (quantifier === undefined) return piece;
    position += quantifier.length;
    return /^(?:[*?]|\{0)/.test(quantifier) ? [...piece, ""] : piece;
  }

  function atom(depth: number): readonly string[] {
    const character = source[position++] ?? "";
    if (character === "(") {
      const [prefix = ""] = /^\?(?:[:=!>]|<[=!]|P?<\w+>|[a-z]+:)/.exec(source.slice(position)) ?? [];
      position += prefix.length;
      const inside = depth > 50 ? [""] : alternatives(depth + 1);
      if (source[position] === ")") position++;
      return /^\?<?[=!]/.test(prefix) ? [""] : inside;
    }
    if (character === "[") {
      const end = source.indexOf("]", position + 1);
      const members = source.slice(position, end === -1 ? source.length : end);
      position = end === -1 ? source.length : end + 1;
      if (members.startsWith("^")) return ["a"];
      if (/a-z|A-Z|\\w/.test(members)) return ["a"];
      return [/0-9|\\d/.test(members) ? "1" : (members.replace(/\\/g, "")[0] ?? "")];
    }
    if (character === "\\") {
      const next = source[position++] ?? "";
      if (next === "d") return ["1"];
      if (next === "w") return ["a"];
      return /[a-zA-Z]/.test(next) ? [""] : [next];
    }
    if (character === "^" || character === "$") return [""];
    return [character === "." ? "." : character];
  }
}

/** The hosts in texts: names with a dot, in lower case. */
export function hostsIn(texts: readonly string[]): readonly string[] {
  const hosts = texts.flatMap((text) => text.toLowerCase().match(/(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+/g) ?? []);
  return [...new Set(hosts)];
}
