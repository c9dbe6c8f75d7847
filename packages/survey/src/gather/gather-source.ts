import type { ResultRow, SurveyStore, TargetRow } from "../store/survey-store.ts";

/** Where targets come from and their results go: the store of one machine, or a queue that several share. */
export interface GatherSource {
  /** Targets to ask, for the first time or the second; none when there are no more, null when there are none just now. */
  next(attempt: number, limit: number): readonly TargetRow[] | null;
  saveResults(rows: readonly ResultRow[]): void;
}

/** A store's targets in their turn, then those of its results that are to be tried again. */
export function storeSource(store: SurveyStore): GatherSource {
  let place = { turn: -1, id: -1 };
  const seen = new Set<number>();
  return {
    next: (attempt, limit) => {
      if (attempt === 1) {
        const rows = store.pending(place, limit);
        const last = rows.at(-1);
        if (last !== undefined) place = { turn: last.turn, id: last.id };
        return rows;
      }
      const rows = store.toRetry(limit + seen.size).filter(({ id }) => !seen.has(id));
      for (const { id } of rows) seen.add(id);
      return rows;
    },
    saveResults: store.saveResults,
  };
}
