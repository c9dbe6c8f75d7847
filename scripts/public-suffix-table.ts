import { createRequire } from "node:module";
import { publicSuffixRules, type SuffixRules } from "./public-suffix-rules.ts";

/** The edition that is printed, and the one of a year before it: what came since is newly listed. */
const current = { package: "tldts", date: "2026-11-19" };
const lastYear = { package: "tldts-last-year", date: "2025-10-09" };

interface Node {
  rule: "" | "!" | "+" | "~";
  readonly children: Map<string, Node>;
}

/** The source of packages/cors/src/policy/public-suffix-list.ts. */
export async function publicSuffixTable(): Promise<string> {
  const rules = await publicSuffixRules(current.package);
  const before = await publicSuffixRules(lastYear.package);
  const { version } = createRequire(import.meta.url)(`${current.package}/package.json`) as { version: string };
  return `/**
 * Written by scripts/write-public-suffixes.ts; a change here is overwritten, and a test fails.
 *
 * The data is the Public Suffix List, https://publicsuffix.org/list/, both its sections, as carried by tldts ${version}
 * (published on ${current.date}). The list is subject to the terms of the Mozilla Public License, v. 2.0:
 * https://mozilla.org/MPL/2.0/.
 */
import type { SuffixTable } from "./suffix-table.ts";

export const suffixTable: SuffixTable = {
  edition: "${current.date}",
  complete: true,
  registries:
    "${print(rules.registries, before)}",
  hosting:
    "${print(rules.hosting, before)}",
};
`;
}

/** A tree by labels from the right: `uk(ac,co)`. `~` is no rule itself, `!` an exception, `+` newly listed. */
function print(names: ReadonlySet<string>, before: SuffixRules): string {
  const root: Node = { rule: "~", children: new Map() };
  for (const name of names) {
    const exception = name.startsWith("!");
    const bare = exception ? name.slice(1) : name;
    let node = root;
    for (const label of bare.split(".").toReversed()) {
      const child: Node = node.children.get(label) ?? { rule: "~", children: new Map() };
      node.children.set(label, child);
      node = child;
    }
    node.rule = exception ? "!" : isNew(bare, before) ? "+" : "";
  }
  return printChildren(root);
}

/** A rule is not new where `*.` before it was one: that rule made the name one whose neighbours are strangers. */
function isNew(name: string, { registries, hosting }: SuffixRules): boolean {
  return [name, `*.${name}`].every((rule) => !registries.has(rule) && !hosting.has(rule));
}

function printChildren({ children }: Node): string {
  return [...children]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, node]) => node.rule + label + (node.children.size === 0 ? "" : `(${printChildren(node)})`))
    .join(",");
}
