import { catalogue } from "../packages/toolkit/src/checks/catalogue/index.ts";
import type { Check } from "../packages/toolkit/src/checks/check.ts";
import { cvssBaseScore } from "../packages/toolkit/src/checks/cvss.ts";
import { evidenceFrom } from "../packages/toolkit/src/scan/evidence-from.ts";

/** The pages of docs/checks, by file name: one for each check, and their index. What they show is what the checks say. */
export function checkPages(): ReadonlyMap<string, string> {
  const pages = new Map(catalogue.map((check) => [`${check.id}.md`, checkPage(check)]));
  return pages.set("README.md", index());
}

const attackers = {
  "cross-site": "any website that the visitor opens",
  "same-site": "a page of the same site that an attacker controls",
  network: "somebody on the visitor's network",
  cache: "somebody who shares a cache with the visitor",
  local: "other software on the visitor's machine",
  none: "nobody",
} as const;

function index(): string {
  const rows = catalogue.map(
    ({ id, title, severity, attacker }) =>
      `| [${id}](${id}.md) | ${cell(title)} | ${severity} | ${attackers[attacker]} |`,
  );
  return [
    "# What the scan looks for",
    "",
    "Made from the checks by `npm run docs:checks`; each page's examples are run as tests.",
    "",
    "| check | what it found | severity, at most | who gains |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function checkPage(check: Check): string {
  const { id, title, severity, attacker, cvss, cwe, why, fix, spec, examples } = check;
  const { general, ...servers } = fix;
  const weight = cvss === null ? "no attacker gains" : `CVSS 3.1 ${cvssBaseScore(cvss).toFixed(1)} (\`${cvss}\`)`;
  return [
    `# ${title}`,
    "",
    `\`${id}\` · at most ${severity}: ${weight} · who gains: ${attackers[attacker]}${cwe.map((number) => ` · [CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`).join("")}`,
    "",
    why,
    "",
    "## What to do",
    "",
    general,
    ...Object.entries(servers).flatMap(([server, text]) => ["", `**${server}**`, "", "```", text, "```"]),
    "",
    `[What the standard says](${spec})`,
    "",
    "## Found",
    "",
    ...examples.bad.flatMap((example) => {
      const { url = "https://shop.example/", network = "public", hops = [], known = {}, respond, policy } = example;
      const [finding] = check.run({ ...evidenceFrom(url, respond, { network, hops, policy }), ...known });
      return [
        `- ${example.title}: ${finding === undefined ? "" : `**${finding.level}, ${finding.severity}.** ${finding.message}`}`,
      ];
    }),
    "",
    "## Not found",
    "",
    ...examples.good.map(({ title: example }) => `- ${example}`),
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
