import { counted, expectedTable } from "./expected-table.ts";
import type { FarmSite } from "./farm-sites.ts";
import { siteKinds } from "./site-kinds.ts";

type Row = Readonly<Record<string, string>>;

/** Where a survey's exported rows are not what is true of the farm, a sentence each: its table first, then site by site. */
export function differencesFromTruth(
  sites: readonly FarmSite[],
  targets: readonly string[],
  rows: readonly Row[],
): readonly string[] {
  const { classes, rows: truth } = expectedTable(sites);
  const found = counted(rows.map((row) => row.class ?? ""));
  const names = [...new Set(siteKinds.flatMap((kind) => kind.truth))].sort();
  const categoriesOf = (row: Row): readonly string[] =>
    names.filter((name) => row[name.replaceAll("-", "_")] === "true");
  const counts = counted(rows.flatMap(categoriesOf));
  const byTarget = new Map(rows.map((row) => [row.target, row]));
  const wrong = sites.flatMap(({ kind, fate }, index) => {
    const target = targets[index] ?? "";
    const row = byTarget.get(target);
    if (row === undefined) return [`${target} has no row.`];
    const [is, should] = [categoriesOf(row).join(" "), [...(kind?.truth ?? [])].sort().join(" ")];
    return is === should ? [] : [`${target} (${fate}) is ${is || "in no row"}, and should be ${should || "in none"}.`];
  });
  const unlike = (
    what: string,
    is: Readonly<Record<string, number>>,
    should: Readonly<Record<string, number>>,
  ): readonly string[] =>
    [...new Set([...Object.keys(is), ...Object.keys(should)])]
      .filter((name) => is[name] !== should[name])
      .map((name) => `${what} ${name}: ${is[name] ?? 0}, and ${should[name] ?? 0} is true.`);
  return [
    ...(rows.length === sites.length && byTarget.size === rows.length
      ? []
      : [`${rows.length} rows of ${byTarget.size} sites, and there are ${sites.length}.`]),
    ...unlike("class", found, classes),
    ...unlike("row", counts, truth),
    ...wrong,
  ];
}
