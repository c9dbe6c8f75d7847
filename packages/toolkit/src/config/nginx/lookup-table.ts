import type { Pcre } from "../pcre.ts";
import { nginxRegex } from "./block.ts";
import type { NginxDirective } from "./directive.ts";
import { NotModelled } from "./not-modelled.ts";

/** A `map` block, ready to be asked. */
export interface LookupTable {
  readonly source: string;
  readonly isVolatile: boolean;
  readonly find: (subject: string) => Chosen | null;
  readonly fallback: string;
}

interface Chosen {
  readonly value: string;
  /** The groups of a regular expression, and itself. */
  readonly captures: readonly (string | undefined)[] | null;
  readonly regex: string | null;
  readonly entry: NginxDirective | null;
}

/** What was asked before is not looked up again: a list may be long, and the questions are few. */
const mostAnswers = 2_000;

const tables = new WeakMap<NginxDirective, LookupTable>();

export function lookupTable(directive: NginxDirective): LookupTable {
  const known = tables.get(directive);
  if (known !== undefined) return known;
  const made = readTable(directive);
  tables.set(directive, made);
  return made;
}

/**
 * Exact keys first, without regard to case; then, with `hostnames`, the longest wildcards; then the regular expressions in
 * order.
 *
 * https://nginx.org/en/docs/http/ngx_http_map_module.html#map
 */
function readTable(directive: NginxDirective): LookupTable {
  const exact = new Map<string, string>();
  const regexes: {
    readonly source: string;
    readonly caseless: boolean;
    readonly value: string;
    readonly entry: NginxDirective;
    compiled?: Pcre;
  }[] = [];
  const heads: [string, string][] = [];
  const tails: [string, string][] = [];
  let fallback = "";
  let isVolatile = false;
  const entries = directive.children ?? [];
  const hostnames = entries.some(({ name, args }) => name === "hostnames" && args.length === 0);
  for (const entry of entries) {
    const { name: key, args } = entry;
    const [value] = args;
    if (value === undefined) {
      if (key === "volatile") isVolatile = true;
      else if (key !== "hostnames") throw new NotModelled(`a line of a map without a value`, entry.place);
    } else if (key === "include") throw new NotModelled(`include ${value}, which was not read`, entry.place);
    else if (key === "default") fallback = value;
    else if (key.startsWith("~")) {
      const caseless = key.startsWith("~*");
      regexes.push({ source: key.slice(caseless ? 2 : 1), caseless, value, entry });
    } else {
      const plain = (key.startsWith("\\") ? key.slice(1) : key).toLowerCase();
      if (hostnames && plain.startsWith("*.")) heads.push([plain.slice(1), value]);
      else if (hostnames && plain.startsWith(".")) {
        heads.push([plain, value]);
        exact.set(plain.slice(1), value);
      } else if (hostnames && plain.endsWith(".*")) tails.push([plain.slice(0, -1), value]);
      else if (!exact.has(plain)) exact.set(plain, value);
    }
  }
  heads.sort(([left], [right]) => right.length - left.length);
  tails.sort(([left], [right]) => right.length - left.length);

  const answers = new Map<string, Chosen | null>();
  return {
    source: directive.args[0] ?? "",
    isVolatile,
    fallback,
    find: (subject) => {
      const known = answers.get(subject);
      if (known !== undefined) return known;
      if (answers.size > mostAnswers) answers.clear();
      const found = find(subject);
      answers.set(subject, found);
      return found;
    },
  };

  function find(subject: string): Chosen | null {
    const lower = subject.toLowerCase();
    const asked = hostnames ? lower.replace(/\.$/, "") : lower;
    const plain = exact.get(asked);
    if (plain !== undefined) return { value: plain, captures: null, regex: null, entry: null };
    const head = heads.find(([suffix]) => asked.endsWith(suffix) && asked.length > suffix.length);
    const tail = head ?? tails.find(([prefix]) => asked.startsWith(prefix) && asked.length > prefix.length);
    if (tail !== undefined) return { value: tail[1], captures: null, regex: null, entry: null };
    for (const regex of regexes) {
      regex.compiled ??= nginxRegex(regex.source, regex.caseless, regex.entry);
      const captures = regex.compiled.exec(subject);
      if (captures !== null) return { value: regex.value, captures, regex: regex.source, entry: regex.entry };
    }
    return null;
  }
}

/** `geo`: by the client's address. */
export function geoValue(directive: NginxDirective, client: string): string {
  let value = "";
  let longest = -1;
  for (const { name: key, args, place } of directive.children ?? []) {
    const [text = ""] = args;
    if (key === "default") {
      if (longest < 0) value = text;
      continue;
    }
    if (/^(?:ranges|include|proxy|proxy_recursive|delete)$/.test(key)) throw new NotModelled(`geo with ${key}`, place);
    const bits = prefixLength(key, client);
    if (bits !== null && bits > longest) {
      longest = bits;
      value = text;
    }
  }
  return value;
}

/** How many bits of an address a network names, when the address is in it. */
export function prefixLength(network: string, address: string): number | null {
  const [, base = "", length] = /^([0-9.]+)(?:\/(\d+))?$/.exec(network) ?? [];
  const [left, right] = [numberOf(base), numberOf(address)];
  if (left === null || right === null) return null;
  const bits = length === undefined ? 32 : Number(length);
  const size = 2 ** (32 - bits);
  return Math.floor(left / size) === Math.floor(right / size) ? bits : null;
}

function numberOf(address: string): number | null {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return null;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** The names of a regular expression's groups, by number. */
export function groupNames(source: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  if (!source.includes("(?")) return names;
  let number = 0;
  for (const [whole, name] of source.matchAll(
    /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:P?<|')([A-Za-z_]\w*)[>']|(?!\?|\*))/gs,
  )) {
    if (!whole.startsWith("(")) continue;
    number++;
    if (name !== undefined) names.set(number, name);
  }
  return names;
}
