import { domainToASCII } from "node:url";
import { type AddressPrefix, isListed, parseAddressPrefix } from "./address-list.ts";

/** Sites that are not scanned, because their owners asked. */
export interface OptOutList {
  /** Names, each with all below it. */
  readonly names: ReadonlySet<string>;
  readonly addresses: readonly AddressPrefix[];
}

export const nobodyOptedOut: OptOutList = { names: new Set(), addresses: [] };

export type ParsedOptOutList =
  | { readonly ok: true; readonly list: OptOutList }
  | { readonly ok: false; readonly problems: readonly { readonly line: number; readonly message: string }[] };

/** One name, address or network a line; a name stands for everything below it, too; `#` begins a comment. */
export function parseOptOutList(text: string): ParsedOptOutList {
  const names = new Set<string>();
  const addresses: AddressPrefix[] = [];
  const problems: { line: number; message: string }[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const entry = raw.replace(/#.*$/, "").trim();
    if (entry === "") continue;
    const prefix = parseAddressPrefix(entry);
    const name = prefix === null ? asName(entry) : null;
    if (prefix !== null) addresses.push(prefix);
    else if (name !== null) names.add(name);
    else problems.push({ line: index + 1, message: `${JSON.stringify(entry.slice(0, 100))} ${advice}` });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, list: { names, addresses } };
}

const advice = "is no name, address or network. Write example.com, 192.0.2.1 or 2001:db8::/32, one a line.";

/** In the form that is looked up: lower case, ASCII, without the root's dot. Null when it is no name. */
function asName(entry: string): string | null {
  const bare = entry.replace(/^\*\./, "").replace(/\.$/, "");
  const ascii = domainToASCII(bare);
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(ascii) && !/^[0-9.]+$/.test(ascii) ? ascii : null;
}

export function isNameOptedOut(host: string, { names, addresses }: OptOutList): boolean {
  const labels = host.toLowerCase().replace(/\.$/, "").split(".");
  return labels.some((_label, index) => names.has(labels.slice(index).join("."))) || isListed(host, addresses);
}

export function isAddressOptedOut(address: string, { addresses }: OptOutList): boolean {
  return isListed(address, addresses);
}
