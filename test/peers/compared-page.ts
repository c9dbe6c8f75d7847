import { readFileSync } from "node:fs";
import { libraries } from "../../packages/toolkit/src/policy-file/library-options/libraries.ts";
import type { ComparedBreakage } from "./compare.ts";
import type { ComparedDecisions } from "./compare-decisions.ts";
import { type Peer, peers } from "./peer-servers.ts";

/** docs/libraries.md, as `npm run compare` writes it. */
export function comparedPage(
  rows: readonly ComparedBreakage[],
  decisions: ReadonlyMap<Peer["name"], ComparedDecisions>,
): string {
  const names = peers.map(({ name }) => name);
  const cell = (answer: boolean | null | undefined) => (answer === null ? "–" : answer ? "yes" : "**no**");
  const table = rows.map(({ breakage: { right, seen }, answers }) => {
    const cells = names.map((name) => cell(answers.get(name)));
    return `| ${right.replaceAll("|", "\\|")}${seen === undefined ? "" : ` (${seen})`} | ${cells.join(" | ")} |`;
  });
  const totals = names.map((name) => {
    const asked = rows.filter(({ answers }) => answers.get(name) !== null);
    return `${asked.filter(({ answers }) => answers.get(name)).length} of ${asked.length}`;
  });
  return `# Who gets what right

\`npm run compare\` makes this table: each library in its own framework, given its own options for the same wish, is asked over
HTTP, and a test holds the table to what comes back. The rows are the classes of breakage that are known from the field, in
[facts/breakages.ts](../facts/breakages.ts). A configuration that is refused when it is made does no harm, and counts as right.

| | ${names.map(title).join(" | ")} |
|---|${names.map(() => "---|").join("")}
${table.join("\n")}
| **right** | ${totals.join(" | ")} |
| **rows of [facts/decisions.ts](../facts/decisions.ts) answered alike** | ${names.map((name) => `${decisions.get(name)?.right} of ${decisions.get(name)?.asked}`).join(" | ")} |

– where a library has no option for the wish. The last line is the whole table of what a server with a policy answers, for the
policies that plain options of every library can say: the same CORS headers, the handler asked or not, and no less in Vary.
`;
}

function title(name: Peer["name"]): string {
  if (name !== "crosscheck") return libraries.find((entry) => entry.name === name)?.library ?? name;
  const manifest = new URL("../../packages/cors/package.json", import.meta.url);
  return `@crosscheck/cors ${(JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version}`;
}
