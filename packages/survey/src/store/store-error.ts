/** The store cannot go on: what happened, and what to do. What was stored before is whole. */
export class StoreError extends Error {}

/** There is no survey where one was named: wrong use, not a fault of the store. */
export class NoSurveyError extends StoreError {}

const sentences: Readonly<Record<number, string>> = {
  5: "another process holds it locked. End that process, then go on with --resume",
  8: "it cannot be written: the folder or the file is read-only. Give this user the right to write there",
  10: "the disk does not read or write. Check it, and that it is not full, then go on with --resume",
  11: "it is damaged (not a whole SQLite database). Take it from a backup, or begin anew in another folder",
  13: "the disk is full. What was stored is whole: make room, then go on with --resume",
  14: "it cannot be opened. Check that the folder is there and that this user may write in it",
  26: "it is no SQLite database. Name the folder that a survey wrote, or begin anew in another folder",
};

/** What SQLite says, in a sentence with what to do. https://www.sqlite.org/rescode.html */
export function storeError(file: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : -1;
  const message = error instanceof Error ? error.message : String(error);
  const full = /ENOSPC/.test(message) ? sentences[13] : undefined;
  const known = full ?? sentences[code] ?? `${message}. What was stored is whole; go on with --resume`;
  return new StoreError(`The survey's database ${file}: ${known}.`, { cause: error });
}
