const longest = 300;

/**
 * A stranger's text for a terminal: one line, of a readable length, and nothing in it that a terminal or a reader's eye
 * would obey. Controls, line separators, invisible characters and marks that turn the direction of text are escaped.
 */
export function printable(text: string, limit: number = longest): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu,
    (character) => {
      const code = character.charCodeAt(0);
      return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    },
  );
}
