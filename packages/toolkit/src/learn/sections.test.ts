import { describe, expect, test } from "vitest";
import { catalogue } from "../checks/catalogue/index.ts";
import { causeExamples } from "./cause-examples.ts";
import type { LearnExample } from "./learn-example.ts";
import { misconfigurationStories } from "./misconfiguration-stories.ts";
import { sections } from "./sections.ts";
import { showConfiguration } from "./show-configuration.ts";
import { showExample } from "./show-example.ts";

const blocks = sections.flatMap(({ parts }) => parts.flatMap(({ blocks: inPart }) => inPart));
const examples: readonly LearnExample[] = [
  ...blocks.flatMap((block) => (block.kind === "example" ? [block.example] : [])),
  ...causeExamples,
];

describe("the guide's examples give what the guide says", () => {
  test.each(examples.map((example) => [example.id, example] as const))("%s", (_id, example) => {
    const { gives, differsIn, judged } = showExample(example);
    expect({ gives, differsIn, unread: judged.unread }).toEqual({
      gives: example.gives,
      differsIn: example.differsIn ?? [],
      unread: [],
    });
  });

  test("each has an id of its own", () => {
    expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
  });
});

test("each configuration of the guide has files", () => {
  const configurations = blocks.flatMap((block) => (block.kind === "configuration" ? [block] : []));
  expect(configurations.map(({ target }) => target)).toEqual(["nginx", "apache", "htaccess", "iis"]);
  for (const configuration of configurations) expect(showConfiguration(configuration).length).toBeGreaterThan(0);
});

test("every check has a paragraph to which its findings lead, and every story a check", () => {
  const security = sections.find(({ id }) => id === "security");
  const anchors = security?.parts.map(({ id }) => id) ?? [];
  expect(anchors).toEqual(expect.arrayContaining(catalogue.map(({ id }) => id)));
  expect(new Set(anchors).size).toBe(anchors.length);
  const ids = catalogue.map(({ id }) => id);
  expect(misconfigurationStories.filter(({ check }) => !ids.includes(check))).toEqual([]);
});

test("the sixteen causes are those of the explanations", () => {
  // The list of the public interface.
  expect(causeExamples.map(({ id }) => id)).toEqual([
    "origin-not-listed",
    "preflight-needs-login",
    "error-without-cors",
    "doubled-layer",
    "wildcard-with-credentials",
    "header-not-allowed",
    "method-not-allowed",
    "preflight-redirected",
    "preflight-not-handled",
    "cached-without-vary",
    "redirected-to-null",
    "works-outside-browsers",
    "header-not-exposed",
    "local-network-access",
    "not-cors",
    "cookie-not-sent",
  ]);
});
