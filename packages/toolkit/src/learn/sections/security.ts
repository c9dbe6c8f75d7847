import { catalogue } from "../../checks/catalogue/index.ts";
import type { Check } from "../../checks/check.ts";
import { type MisconfigurationStory, misconfigurationStories } from "../misconfiguration-stories.ts";
import { type Block, example, type Part, type Section, text } from "../section.ts";

const stories: ReadonlyMap<string, MisconfigurationStory> = new Map(
  misconfigurationStories.map((story) => [story.check, story]),
);

const told = misconfigurationStories.flatMap(({ check }) => catalogue.filter(({ id }) => id === check));
const untold = catalogue.filter(({ id }) => !stories.has(id));

/** A part for each check of the catalogue, under the check's own id: a finding leads here. */
export const security: Section = {
  id: "security",
  title: "What goes wrong",
  lead: "Each class of misconfiguration as a small story: who gains, from whom, and what mends it.",
  parts: [
    {
      id: "who-is-at-risk",
      title: "Who is at risk",
      blocks: [
        text(`
Not the server, which answers Mallory as well without a browser. It is **Ada**, the visitor: her browser is signed in, or inside a network, and a page that she opens uses it. For most of
the following, the site must use cookies that travel to it from a foreign page (\`SameSite=None\`), or be reachable from inside only. The scan looks at the cookies, and says which it is.
        `),
      ],
    },
    ...[...told, ...untold].map(partOf),
  ],
  next: { kind: "page", says: "See which of these your site has.", path: "/", label: "Scan a site" },
};

function partOf(check: Check): Part {
  const story = stories.get(check.id);
  return {
    id: check.id,
    title: check.title,
    blocks: [...storyOf(check, story), text(`**What mends it.** ${check.fix.general}`)],
  };
}

function storyOf(check: Check, story: MisconfigurationStory | undefined): Block[] {
  if (story === undefined) return [text(check.why)];
  const said = text(`**The attacker.** ${story.attacker}\n\n**The victim.** ${story.victim}\n\n${check.why}`);
  const { origin, answer } = story;
  if (origin === null || answer === undefined) return [said];
  const credentials = answer.includes("Allow-Credentials") ? "include" : "same-origin";
  return [
    said,
    example({
      id: `story-${check.id}`,
      title: `A page at ${origin === "null" ? "null" : origin.replace(/^(.{40}).+$/, "$1…")}`,
      says: "The browser does as it is told.",
      exchange: { origin, url: "https://shop.example/account", credentials, answer },
      gives: "read",
    }),
  ];
}
