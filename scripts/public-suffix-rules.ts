import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { domainToASCII, pathToFileURL } from "node:url";

/** The rules of the Public Suffix List: `co.uk`, `*.ck`, `!www.ck`. */
export interface SuffixRules {
  /** Of the ICANN section. */
  readonly registries: ReadonlySet<string>;
  /** Of the private section. */
  readonly hosting: ReadonlySet<string>;
}

/** What a node of a tldts tree is: 0 nothing, 1 a rule of the ICANN section, 2 of the private one. */
type Visit = (name: string, flag: number) => void;
type Trie = readonly [flag: number, children: Readonly<Record<string, Trie>>];

interface FlatTries {
  readonly nodeFlags: readonly number[];
  readonly edgeStart: readonly number[];
  readonly edgeLength: readonly number[];
  readonly edgeChild: readonly number[];
  readonly labelText: string;
  readonly rulesRoot: number;
  readonly exceptionsRoot: number;
}

/** Reads the rules that an npm package `tldts` carries: its data file holds the whole list as a tree. */
export async function publicSuffixRules(packageName: string): Promise<SuffixRules> {
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const file = join(dirname(manifest), "dist/es6/src/data/trie.js");
  const data: FlatTries & { rules?: Trie; exceptions?: Trie } = await import(pathToFileURL(file).href);
  const registries = new Set<string>();
  const hosting = new Set<string>();
  const collect =
    (mark: string): Visit =>
    (name, flag) => {
      if (flag === 0) return;
      (flag === 1 ? registries : hosting).add(mark + ascii(name));
    };
  if (data.rules !== undefined && data.exceptions !== undefined) {
    walk(data.rules, "", collect(""));
    walk(data.exceptions, "", collect("!"));
  } else {
    const offsets = [0];
    for (const length of data.edgeLength) offsets.push((offsets.at(-1) ?? 0) + length);
    walkFlat(data, offsets, data.rulesRoot, "", collect(""));
    walkFlat(data, offsets, data.exceptionsRoot, "", collect("!"));
  }
  return { registries, hosting };
}

function ascii(name: string): string {
  const star = name.startsWith("*.") ? "*." : "";
  return star + domainToASCII(name.slice(star.length));
}

function walk([, children]: Trie, parent: string, visit: Visit): void {
  for (const [label, child] of Object.entries(children)) {
    const name = parent === "" ? label : `${label}.${parent}`;
    visit(name, child[0]);
    walk(child, name, visit);
  }
}

function walkFlat(data: FlatTries, offsets: readonly number[], node: number, parent: string, visit: Visit): void {
  for (let edge = data.edgeStart[node] ?? 0; edge < (data.edgeStart[node + 1] ?? 0); edge++) {
    const label = data.labelText.slice(offsets[edge], offsets[edge + 1]);
    const child = data.edgeChild[edge] ?? 0;
    const name = parent === "" ? label : `${label}.${parent}`;
    visit(name, data.nodeFlags[child] ?? 0);
    walkFlat(data, offsets, child, name, visit);
  }
}
