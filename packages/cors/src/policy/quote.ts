const longestQuoted = 300;

/** C1 controls, line separators, and characters that hide or reorder text: they would change what a terminal shows. */
const deceptive = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** A value of a document as a message shows it: in quotes, escaped, cut when long. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  const cut = text.length > longestQuoted ? `${text.slice(0, longestQuoted)}…` : text;
  return cut.replace(deceptive, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
