/** A command line for a POSIX shell: each word that is not plain is put in single quotes, so nothing in it is run. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
