import { printable } from "./printable.ts";

/**
 * A stranger's text as Markdown shows it and never obeys it: nothing in it links, mentions, embeds or formats. Words with
 * anything but letters, digits and the signs of a sentence are set as code.
 */
export function markdownText(text: string, limit = 1_000): string {
  return printable(text, limit)
    .split(" ")
    .map((word) => {
      const [, before = "", inner = "", after = ""] = /^(["'(]*)(.*?)(["').,;:!?…]*)$/su.exec(word) ?? [];
      return isPlain(inner) ? word : `${before}${markdownCode(inner, limit)}${after}`;
    })
    .join(" ");
}

function isPlain(word: string): boolean {
  return /^[\p{L}\p{M}\p{N}"'(),.;:!?’…–%/+=-]*$/u.test(word) && !/:\/\/|www\.|^GH-|^[-+=]|^\d+[.)]/i.test(word);
}

/** A code span, which holds whatever it holds: its fence is longer than any run of backticks inside. */
export function markdownCode(text: string, limit = 300): string {
  const shown = printable(text, limit);
  const runs = [...shown.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  const space = /^`|`$|^ .* $/.test(shown) || shown === "" ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** The same in a table, where a bar ends a cell even in code. */
export function markdownCell(markdown: string): string {
  return markdown.replaceAll("|", "\\|");
}

/** Lines as a block of code. */
export function markdownBlock(lines: readonly string[], language = ""): string {
  const shown = lines.map((line) => printable(line, 1_000));
  const runs = shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(2, ...runs) + 1);
  return [`${fence}${language}`, ...shown, fence].join("\n");
}
