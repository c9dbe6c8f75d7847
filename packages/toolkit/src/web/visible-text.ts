/** Controls, and the characters that change how their neighbours are shown: bidirectional controls, zero-width ones, U+FEFF. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * Text from a network as a person can read it: what cannot be seen is written as an escape (`\x1b`, `\u202e`), and what is
 * too long is cut, with the number of characters left out. HTML is escaped elsewhere, by the templates.
 */
export function visibleText(text: string, longest = 2_000): string {
  const cut = text.length > longest ? text.slice(0, longest) : text;
  const shown = cut.replace(invisible, escaped);
  return cut === text ? shown : `${shown}… (${text.length - longest} more characters)`;
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
