import { type DepartureExample, departureFacts } from "../packages/cors/src/browser/departure-facts.ts";
import {
  type BrowserEngine,
  type DepartureId,
  departuresOf,
  profileOf,
} from "../packages/cors/src/browser/departures.ts";
import type { PageRequest } from "../packages/cors/src/browser/page-request.ts";
import { readEvidence } from "../test/browsers/departure-evidence.ts";

/** The engines, and the versions in which every departure was seen, on Debian 12. */
const engines: readonly (readonly [engine: BrowserEngine, name: string, version: string])[] = [
  ["chromium", "Chromium", "156"],
  ["firefox", "Firefox", "153 ESR"],
  ["webkit", "WebKitGTK", "2.50"],
];

/** The text of docs/browsers.md: the catalogue of differences, from the engines' profiles. */
export function browsersPage(): string {
  const rows = engines.map(([engine, name, version]) => {
    const { longestMaxAge } = profileOf(engine);
    const { freshSeed, version: exact } = readEvidence(engine);
    const { seed, cases, disagreements } = freshSeed;
    return `| ${name} | ${version} (${exact}) | ${departuresOf(engine).length} | ${disagreements} of ${cases.toLocaleString("en-US")} (seed ${seed}) | ${longestMaxAge} s |`;
  });
  const ids = [...new Set(engines.flatMap(([engine]) => departuresOf(engine)))];
  return [
    "# Where browsers leave the standard",
    "",
    "Written by `npm run docs:browsers` from the profiles that `@crosscheck/cors/browser` judges by. Each difference was seen in the browser itself, over loopback: its case was run in three fresh browsers, came out the same each time, and as the model says with the difference, not as it says without (`npm run test:browsers -- --departures`).",
    "",
    "| engine | seen in | differences | other cases in which the model is wrong, on a seed drawn afterwards | longest Access-Control-Max-Age |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    "The limits on Access-Control-Max-Age are no differences: the standard leaves them to the browser. Safari is WebKit with another network stack; what is marked WebKitGTK may not hold there.",
    ...ids.flatMap(section),
    "",
  ].join("\n");
}

function section(id: DepartureId): string[] {
  const { what, source, example } = departureFacts[id];
  const where = engines.filter(([engine]) => departuresOf(engine).includes(id));
  return [
    "",
    `## ${id}`,
    "",
    what,
    "",
    `- **In** ${where.map(([, name, version]) => `${name} ${version}`).join(", ")}`,
    `- **Source** <${source}>`,
    `- **Evidence** ${where.map(([engine, name]) => `${name}: ${describeSeen(engine, id)}`).join("; ")}`,
    `- **Case** ${describeExample(example)}`,
  ];
}

/** What was seen, as far as it can be told from outside: the requests on the wire, and what the page got. */
function describeSeen(engine: BrowserEngine, id: DepartureId): string {
  const seen = readEvidence(engine).seen[id];
  const [first] = seen?.outcomes ?? [];
  if (seen === undefined || first === undefined) return "none yet";
  const wire = first.outcome.wire.map(([method, , origin]) =>
    origin === null ? method : `${method} (Origin ${origin})`,
  );
  const ends = first.outcome.steps.map(({ verdict, status }) =>
    status === undefined ? verdict : `${verdict} ${status}`,
  );
  return `${seen.runs} runs alike, ${wire.length === 0 ? "nothing sent" : wire.map((line) => code(withoutTokens(line))).join(", ")} → ${ends.join(", ")}`;
}

function withoutTokens(line: string): string {
  return line.replace("{pagelocal}", "the frame's").replace("{page}", "the page's");
}

function describeExample({ page, steps, answers }: DepartureExample): string {
  const asked = steps.map((step) => `\`${call(step)}\``).join(", then ");
  const answered = Object.entries(answers).map(
    ([to, [status, ...lines]]) =>
      `${code(to)} is answered ${status}${lines.map((line) => `, ${code(shortened(line))}`).join("")}`,
  );
  return `a page at ${code(page ?? "https://app.example")} calls ${asked}; ${answered.join("; ")}`;
}

function call({ url, entryPoint = "fetch", ...init }: PageRequest): string {
  const options = Object.keys(init).length === 0 ? "" : `, ${shortened(JSON.stringify(init))}`;
  return `${entryPoint}("${url}"${options})`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Tabs are shown, and long values cut. */
function shortened(text: string): string {
  const shown = text.replaceAll("\t", "\\t");
  return shown.length > 240 ? `${shown.slice(0, 240)}…` : shown;
}
