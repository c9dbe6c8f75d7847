import { type Exchange, type HeaderList, isResponse } from "@crosscheck/cors/http";
import type { Block, NextStep, Part, Section } from "../packages/toolkit/src/learn/section.ts";
import { sections } from "../packages/toolkit/src/learn/sections.ts";
import { showConfiguration } from "../packages/toolkit/src/learn/show-configuration.ts";
import { showExample } from "../packages/toolkit/src/learn/show-example.ts";

/** The pages of docs/learn, by file name: the guide's text, with what the engine makes of its examples. */
export function learnPages(): ReadonlyMap<string, string> {
  const pages = new Map(sections.map((section) => [`${section.id}.md`, sectionPage(section)]));
  return pages.set("README.md", index());
}

function index(): string {
  return [
    "# CORS, from the beginning",
    "",
    "The text of `/learn`, made by `npm run docs:learn`. Every example was run by the engine; on the page its headers can be changed: `npx crosscheck serve`, then `/learn`.",
    "",
    ...sections.map(({ id, title, lead }, place) => `${place + 1}. [${title}](${id}.md): ${lead}`),
    "",
  ].join("\n");
}

function sectionPage(section: Section): string {
  return [`# ${section.title}`, section.lead, ...section.parts.map(part), next(section.next)].join("\n\n").concat("\n");
}

function part({ id, title, blocks }: Part): string {
  return [`<a id="${id}"></a>`, `## ${title}`, ...blocks.map(block)].join("\n\n");
}

function block(content: Block): string {
  switch (content.kind) {
    case "text":
      return content.markdown.replaceAll(/\]\(\/learn\/([a-z-]+)/g, "]($1.md");
    case "configuration":
      return showConfiguration(content)
        .map(({ name, text }) => `\`${name}\`\n\n\`\`\`\n${text.trimEnd()}\n\`\`\``)
        .join("\n\n");
    case "example":
      return exampleText(showExample(content.example));
  }
}

function exampleText({ example, judged, gives, differsIn }: ReturnType<typeof showExample>): string {
  const end = judged.stages.at(-1)?.says.join(" ") ?? "";
  const heads = judged.verdicts.standard.exchanges.slice(0, 4).map(heading).join("\n\n");
  const other = differsIn.length === 0 ? "" : ` Not so in ${differsIn.join(", ")}.`;
  const result = gives === "read" || gives === "opaque" ? `**${gives}**` : `**blocked**, \`${gives}\``;
  return [`### ${example.title}`, example.says, `\`\`\`http\n${heads}\n\`\`\``, `→ ${result}: ${end}${other}`].join(
    "\n\n",
  );
}

function heading({ request, response }: Exchange): string {
  const url = new URL(request.url);
  const answer = isResponse(response)
    ? [`HTTP/1.1 ${response.status}`, ...lines(response.headers)]
    : [`(no response: ${response.why})`];
  return [
    `${request.method} ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    ...lines(request.headers),
    "",
    ...answer,
  ].join("\n");
}

function lines(headers: HeaderList): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}

function next(step: NextStep): string {
  if (step.kind === "command") return `${step.says}\n\n\`\`\`sh\n${step.command}\n\`\`\``;
  return `${step.says} \`npx crosscheck serve\`, then \`${step.path}\`.`;
}
