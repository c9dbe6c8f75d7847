/** Where a line has the site and its rank. */
export interface Columns {
  readonly kind: "crux" | "tranco" | "umbrella" | "majestic" | "csv" | "plain";
  readonly site: number;
  /** Null: the line's place in the list is its rank. */
  readonly rank: number | null;
  /** The first line names the columns and is no site. */
  readonly header: boolean;
}

const siteNames = ["origin", "domain", "host", "hostname", "site", "url", "name", "target"];
const rankNames = ["rank", "globalrank", "position", "popularity"];

/**
 * What kind of list begins with these lines.
 *
 * CrUX `origin,rank` (the rank is a bucket: 1000, 5000 …) · Majestic `GlobalRank,TldRank,Domain,…` · Tranco and Umbrella
 * `1,example.com` without a header · anything else with a header that names a site's column · else one site a line.
 */
export function sniffColumns(first: string, name: string): Columns {
  const fields = splitFields(first.replace(/^\ufeff/, ""));
  const names = fields.map((field) => field.toLowerCase().replace(/[\s_-]/g, ""));
  const site = names.findIndex((field) => siteNames.includes(field));
  if (site >= 0) {
    const rank = names.findIndex((field) => rankNames.includes(field));
    const kind = names[site] === "origin" ? "crux" : names.includes("refsubnets") ? "majestic" : "csv";
    return { kind, site, rank: rank >= 0 ? rank : null, header: true };
  }
  if (fields.length >= 2 && /^[0-9]{1,9}$/.test(fields[0] ?? "")) {
    return { kind: /umbrella/i.test(name) ? "umbrella" : "tranco", site: 1, rank: 0, header: false };
  }
  if (fields.length >= 2 && /^[0-9]{1,9}$/.test(fields[1] ?? ""))
    return { kind: "crux", site: 0, rank: 1, header: false };
  return { kind: fields.length > 1 ? "csv" : "plain", site: 0, rank: null, header: false };
}

/** The fields of a line of comma- or tab-separated values. https://www.rfc-editor.org/rfc/rfc4180#section-2 */
export function splitFields(line: string): readonly string[] {
  const separator = line.includes("\t") ? "\t" : ",";
  if (!line.includes('"')) return line.split(separator).map((field) => field.trim());
  const fields: string[] = [];
  const pattern = new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}]*))(?:${separator}|$)`, "gy");
  while (pattern.lastIndex < line.length) {
    const found = pattern.exec(line);
    if (found === null) return [line];
    fields.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? "").trim());
  }
  return fields;
}
