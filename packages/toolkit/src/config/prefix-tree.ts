import { escapeExpression } from "./path-expression.ts";

/** PCRE takes 250 parentheses in one another; a list that would need more goes on as plain alternatives. */
const deepest = 100;

/** Texts by their first characters: what several begin with is tried once for all of them. */
interface Tree {
  readonly texts: readonly string[];
  readonly from: number;
}

/**
 * Anchored regular expressions for a list of texts, none longer than `longest` (unless a single text is): a text matches one
 * of them when it is in the list. Their alternatives differ in the first character, so a match takes steps by the length of
 * the text, not of the list.
 */
export function prefixTreeExpressions(texts: readonly string[], longest: number): readonly string[] {
  const expressions: string[] = [];
  split([...new Set(texts)].sort(byCodeUnit));
  return expressions;

  function split(sorted: readonly string[]): void {
    if (sorted.length === 0) return;
    const expression = `^${treeExpression({ texts: sorted, from: 0 }, 0)}$`;
    if (expression.length <= longest || sorted.length === 1) {
      expressions.push(expression);
      return;
    }
    const pieces = Math.ceil(expression.length / longest);
    const size = Math.ceil(sorted.length / pieces);
    for (let start = 0; start < sorted.length; start += size) {
      // A piece that is not shorter than the whole is cut in two.
      const piece = sorted.slice(start, start + size);
      if (piece.length < sorted.length) split(piece);
    }
  }
}

/** The expression of sorted texts that agree before `from`. */
function treeExpression({ texts, from }: Tree, depth: number): string {
  const [first = "", ...others] = texts;
  if (others.length === 0) return escapeExpression(first.slice(from));
  if (depth >= deepest) return `(?:${texts.map((text) => escapeExpression(text.slice(from))).join("|")})`;
  const end = commonEnd(first, texts.at(-1) ?? "", from);
  const branches = byCharacter(texts, end).map((branch) => treeExpression({ texts: branch, from: end }, depth + 1));
  return `${escapeExpression(first.slice(from, end))}(?:${branches.join("|")})`;
}

/** How far the first and the last of sorted texts agree, and so all of them. */
function commonEnd(first: string, last: string, from: number): number {
  let end = from;
  while (end < first.length && first[end] === last[end]) end++;
  return end;
}

function byCharacter(texts: readonly string[], position: number): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const key = text[position] ?? "";
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [text]);
    else group.push(text);
  }
  return [...groups.values()];
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
