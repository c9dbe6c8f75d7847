import { parseTarget } from "crosscheck/scan/parse-target";
import { ListError } from "./list-error.ts";
import { type Columns, sniffColumns, splitFields } from "./sniff-columns.ts";
import type { Line } from "./split-lines.ts";

/** A site of a list, or a line that names none. */
export type ListEntry =
  | {
      readonly ok: true;
      /** As the list has it. */
      readonly target: string;
      /** The URL that is asked first: two lines with one key are one site. */
      readonly key: string;
      readonly rank: number;
    }
  | { readonly ok: false; readonly line: number; readonly why: string };

/** The sites of a list's lines, in its order. `onColumns` is told what kind of list it is, once. */
export async function* listEntries(
  lines: AsyncIterable<Line>,
  name: string,
  onColumns: (columns: Columns) => void = () => {},
): AsyncGenerator<ListEntry> {
  let columns: Columns | null = null;
  let place = 0;
  for await (const { number, text } of lines) {
    if (text.includes("\0") && number < 10) {
      throw new ListError(`--list ${JSON.stringify(name)}, line ${number}: this is not text. Name a list of sites.`);
    }
    const content = text
      .replace(/^\ufeff/, "")
      .replace(/(?:^|\s)#.*$/, "")
      .trim();
    if (content === "") continue;
    if (columns === null) {
      columns = sniffColumns(content, name);
      onColumns(columns);
      if (columns.header) continue;
    }
    place++;
    yield entryOf(content, number, place, columns);
  }
}

function entryOf(content: string, line: number, place: number, columns: Columns): ListEntry {
  const fields = columns.kind === "plain" ? [content] : splitFields(content);
  const target = fields[columns.site];
  if (target === undefined || target === "") {
    return { ok: false, line, why: `it has no column ${columns.site + 1}, where the sites are.` };
  }
  const rankText = columns.rank === null ? "" : (fields[columns.rank] ?? "");
  if (columns.rank !== null && !/^[0-9]{1,12}$/.test(rankText)) {
    return { ok: false, line, why: `its rank ${quote(rankText)} is not a number.` };
  }
  const parsed = parseTarget(target);
  if (!parsed.ok) return { ok: false, line, why: parsed.message };
  const [key] = parsed.urls;
  if (!isHostName(new URL(key).hostname)) {
    return { ok: false, line, why: `${quote(target)} is not a name that DNS can hold.` };
  }
  return { ok: true, target, key, rank: columns.rank === null ? place : Number(rankText) };
}

/** https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4, and addresses. IDNs are in their ASCII form here. */
function isHostName(host: string): boolean {
  if (host.startsWith("[")) return true;
  const name = host.replace(/\.$/, "");
  return name.length <= 253 && name.split(".").every((label) => /^[a-z0-9_-]{1,63}$/i.test(label));
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
