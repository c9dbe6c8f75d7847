import { storeError } from "../store/store-error.ts";
import type { SurveyStore } from "../store/survey-store.ts";
import { listEntries } from "./list-entries.ts";
import { ListError } from "./list-error.ts";
import { messageOf, openList } from "./open-list.ts";
import { splitLines } from "./split-lines.ts";
import { turnOf } from "./turn.ts";

export interface ListWish {
  readonly file: string;
  readonly seed: string;
  /** So many of its sites; all when null. */
  readonly sample: number | null;
}

export interface Imported {
  readonly kind: string;
  readonly digest: string;
  readonly targets: number;
  readonly duplicates: number;
  readonly malformed: number;
}

/**
 * Reads a list into the store, in one transaction: a run that is killed on the way has read nothing. Lines that name no
 * site are reported with their number, and left out.
 */
export async function importList(
  store: SurveyStore,
  { file, seed, sample }: ListWish,
  stdin: AsyncIterable<Uint8Array | string>,
  onMalformed: (line: number, why: string) => void,
): Promise<Imported> {
  const { bytes, name, digest } = await openList(file, stdin);
  let kind = "plain";
  let duplicates = 0;
  let malformed = 0;
  try {
    store.database.exec("BEGIN IMMEDIATE");
    for await (const entry of listEntries(splitLines(bytes), name, (columns) => {
      kind = columns.kind;
    })) {
      if (!entry.ok) {
        malformed++;
        onMalformed(entry.line, entry.why);
        continue;
      }
      const { key: site, target, rank } = entry;
      if (!store.addTarget({ site, target, rank, turn: turnOf(site, seed) })) duplicates++;
    }
    if (sample !== null) {
      const kept = "SELECT id FROM targets ORDER BY turn, id LIMIT ?";
      store.database.prepare(`DELETE FROM targets WHERE id NOT IN (${kept})`).run(sample);
    }
    const targets = store.countTargets();
    if (targets === 0) {
      throw new ListError(`--list ${JSON.stringify(name)} has no site. Write one domain or URL a line.`);
    }
    const imported = { kind, digest: digest(), targets, duplicates, malformed };
    store.setFact("list", JSON.stringify({ name, ...imported, seed, sample, readAt: new Date().toISOString() }));
    store.database.exec("COMMIT");
    return imported;
  } catch (error) {
    if (store.database.isTransaction) store.database.exec("ROLLBACK");
    if (error instanceof Error && "errcode" in error) throw storeError(store.file, error);
    if (error instanceof ListError || !isUnpacking(error)) throw error;
    throw new ListError(`--list ${JSON.stringify(name)} cannot be read to its end: ${messageOf(error)}. Get it again.`);
  }
}

/** Errors of a file, a pipe or an archive, and none of ours. */
function isUnpacking(error: unknown): boolean {
  return (
    error instanceof Error &&
    (("code" in error && /^(?:Z_|E[A-Z]+$)/.test(String(error.code))) || /zip|stream/i.test(error.message))
  );
}
