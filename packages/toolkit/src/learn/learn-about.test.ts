import { expect, test } from "vitest";
import { errorCodes, warningCodes } from "../../../cors/src/policy/problem-codes.ts";
import { catalogue } from "../checks/catalogue/index.ts";
import { learnAbout } from "./learn-about.ts";
import { sections } from "./sections.ts";

const paragraphs = new Set(sections.flatMap(({ id, parts }) => parts.map((part) => `/learn/${id}#${part.id}`)));
const checks = catalogue.map(({ id }) => id);
const ofTheLinter = [
  "blanket-preflight",
  "cached-upstream-origin",
  "caseless-key",
  "costly-expression",
  "dollar-before-newline",
  "fallback-without-headers",
  "not-modelled",
  "path-scope-escapes",
  "syntax",
];

test.each([...checks, ...errorCodes, ...warningCodes])("%s leads to a paragraph of the guide", (id) => {
  expect(paragraphs).toContain(learnAbout(id));
});

test.each(ofTheLinter.flatMap((id) => ["nginx", "apache", "htaccess", "web.config"].map((as) => [id, as] as const)))(
  "%s in %s leads to a paragraph of the guide",
  (id, as) => {
    expect(paragraphs).toContain(learnAbout(id, as));
  },
);

// biome-ignore format: one fact per line
test.each([
  ["reflects-any-origin",         undefined, "/learn/security#reflects-any-origin"],
  ["max-age-negative",            undefined, "/learn/directives#access-control-max-age"],
  ["any-method-with-credentials", undefined, "/learn/directives#credentials-rules"],
  ["origin-pattern-has-path",     undefined, "/learn/directives#access-control-allow-origin"],
  ["fallback-without-headers",    "nginx",   "/learn/configure-servers#nginx"],
  ["path-scope-escapes",          "apache",  "/learn/per-resource#by-path"],
] as const)("%s leads to what it is about", (id, as, place) => {
  expect(learnAbout(id, as)).toBe(place);
});
