/** The words of a command line as a POSIX shell splits it, `\` before a line's end and `^` of Windows included. */
export function shellWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    const next = text[index + 1] ?? "";
    if (character === "'" || (character === "$" && next === "'")) {
      const isDollar = character === "$";
      const start = index + (isDollar ? 2 : 1);
      let end = start;
      while (end < text.length && text[end] !== "'") end += isDollar && text[end] === "\\" ? 2 : 1;
      const inside = text.slice(start, end);
      word =
        (word ?? "") +
        (isDollar ? inside.replace(/\\([\\'"nrt])/g, (_all, escaped: string) => escapes[escaped] ?? escaped) : inside);
      index = end;
    } else if (character === '"') {
      let end = index + 1;
      let inside = "";
      while (end < text.length && text[end] !== '"') {
        if (text[end] === "\\" && /["\\$`]/.test(text[end + 1] ?? "")) end++;
        inside += text[end];
        end++;
      }
      word = (word ?? "") + inside;
      index = end;
    } else if ((character === "\\" || character === "^") && /[\r\n]/.test(next)) {
      if (next === "\r" && text[index + 2] === "\n") index++;
      index++;
    } else if (character === "\\" && next !== "") {
      word = (word ?? "") + next;
      index++;
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
      // A line's end is a command's end.
      if (/[\r\n]/.test(character) && words.length > 0) return words;
    } else if (/[|;&<>]/.test(character) && word === null) {
      return words;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
