/**
 * JSON that is safe to print on a terminal: what a terminal or a reader's eye may take for a command (C1 controls, line
 * separators, marks that turn the direction of text) is escaped as JSON allows. Parsed, it is the same value.
 */
export function printJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
