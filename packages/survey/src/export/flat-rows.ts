import { bitOf, categories } from "../judge/categories.ts";
import type { SurveyStore } from "../store/survey-store.ts";

/** One site as one row: what CSV and Parquet have. */
export interface FlatRow {
  readonly [column: string]: string | number | boolean | null;
}

export const flatColumns: readonly (readonly [name: string, type: "text" | "integer" | "double" | "boolean"])[] = [
  ["target", "text"],
  ["site", "text"],
  ["rank", "integer"],
  ["domain", "text"],
  ["class", "text"],
  ["status", "integer"],
  ["address", "text"],
  ["scanned_at", "text"],
  ["duration_ms", "integer"],
  ["requests", "integer"],
  ["attempts", "integer"],
  ["loop_delay_ms", "double"],
  ["verdict", "text"],
  ["cause", "text"],
  ["findings", "text"],
  ["headers", "text"],
  ...categories.map(({ id }) => [id.replaceAll("-", "_"), "boolean"] as const),
];

export function* flatRows(store: SurveyStore): Generator<FlatRow> {
  const rows = store.database
    .prepare(
      `SELECT t.target AS target, t.site AS site, t.rank AS rank, j.domain AS domain, r.class AS class, r.status AS status,
        r.address AS address, r.scanned_at AS scanned_at, r.duration_ms AS duration_ms, r.requests AS requests,
        r.attempts AS attempts, r.loop_delay_ms AS loop_delay_ms, j.verdict AS verdict, j.cause AS cause,
        j.findings AS findings, j.headers AS headers, j.categories AS categories
       FROM targets t JOIN results r ON r.target = t.id LEFT JOIN judgements j ON j.target = t.id ORDER BY t.id`,
    )
    .iterate();
  for (const { categories: mask, scanned_at, ...row } of rows) {
    const flags = categories.map(({ id }) => [
      id.replaceAll("-", "_"),
      mask === null ? null : (Number(mask) & bitOf(id)) !== 0,
    ]);
    yield {
      ...(row as FlatRow),
      scanned_at: new Date(Number(scanned_at)).toISOString(),
      ...(Object.fromEntries(flags) as FlatRow),
    };
  }
}
