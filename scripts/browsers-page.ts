import { type DepartureExample, departureFacts } from "../packages/cors/src/browser/departure-facts.ts";
import {
  type BrowserEngine,
  type DepartureId,
  departuresOf,
  profileOf,
} from "../packages/cors/src/browser/departures.ts";
import type { PageRequest } from "../packages/cors/src/browser/page-request.ts";

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
    return `| ${name} | ${version} | ${departuresOf(engine).length} | ${longestMaxAge} s |`;
  });
  const ids = [...new Set(engines.flatMap(([engine]) => departuresOf(engine)))];
  return [
    "# Where browsers leave the standard",
    "",
    "Written by `npm run docs:browsers` from the profiles that `@crosscheck/cors/browser` judges by. Each difference was seen in the browser itself, over loopback, and its case is run as a test of the model: with the difference and without it, the model does not do the same.",
    "",
    "| engine | seen in | differences | longest Access-Control-Max-Age |",
    "|---|---|---|---|",
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
    `- **Case** ${describeExample(example)}`,
  ];
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
