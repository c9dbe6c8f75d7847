import { expect, test } from "vitest";
import { definePolicy, PolicyError } from "./define-policy.ts";
import { describe } from "./describe.ts";
import { describePath } from "./describe-path.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";

const a = "https://app.example";

// biome-ignore format: one fact per line
const facts = [
  ["where, what, why and what to do",     { originSets: { apps: [a, `${a}/`] }, allowOrigins: ["$apps"] },
    'originSets.apps[1]: "https://app.example/" has a path.\nA browser sends a serialized origin, which has none, so this can never match.\nWrite "https://app.example".'],
  ["the document itself has no place",    [],
    "A list is not a mapping.\nThe policy cannot be read past it.\nWrite a mapping."],
  ["a key that is nearly one",            { allowOrigins: [], maxage: 1 },
    'maxage: "maxage" is not a key here.\nIt would be ignored, and what it was meant to say would not hold.\nDid you mean "maxAge"?'],
  ["another library's option",            { origin: [a] },
    'origin: "origin" is not a key here.\nIt would be ignored, and what it was meant to say would not hold.\nDid you mean "allowOrigins"?'],
  ["a variable that is not set",          { allowOrigins: undefined },
    'allowOrigins: "allowOrigins" is missing: it is undefined.\nIt says *, a list of origins, or [] for none; there is no safe value to assume.\nGive it a value: is the variable that it comes from set?'],
  ["a regular expression for a list",     { allowOrigins: /a$/ },
    'allowOrigins: "a$" is a regular expression.\nPolicies have none: they are the commonest hole in CORS configurations.\nWrite origins, with *. before a host for its subdomains: https://*.example.com.'],
  ["null without quotes",                 { allowOrigins: [null], danger: [{ allow: "null-origin", reason: "x", expires: "2027-03-31" }] },
    'allowOrigins[0]: null without quotes is not an origin; nor is an empty entry, which is null too.\nThe origin "null" is a text. Sandboxed frames and local files have it, and so any website can.\nRemove it. If that origin is meant, write "null" in quotes, and danger: [{ allow: null-origin, reason: "…", expires: … }] in the rule.'],
  ["what is normalised, with the result", { allowOrigins: ["https://bücher.example"] },
    'allowOrigins[0]: "https://bücher.example" is not how a browser writes this origin.\nA browser sends a serialized origin: lower case, Punycode, no default port.\nIt is taken as "https://xn--bcher-kva.example"; write that.'],
  ["what needs a danger entry",           { allowOrigins: ["null"] },
    'allowOrigins[0]: The rule "default" allows the origin "null".\nAny website can send it, from a sandboxed frame.\nRemove it, or add danger: [{ allow: null-origin, reason: "…", expires: … }].'],
  ["a team's name in a preview host",     { allowOrigins: ["https://app-*-team.vercel.app"], allowCredentials: true },
    'allowOrigins[0]: The rule "default" allows "https://app-*-team.vercel.app" with credentials.\nThe star also stands for more than you may mean: under "vercel.app", https://app-*-team is matched by app-evil-x-team, of a team named x-team.\nList the origins, or add danger: [{ allow: shared-suffix, reason: "…", expires: … }].'],
  ["text that would deceive, escaped",    { allowOrigins: ["\u202ehttps://a"] },
    'allowOrigins[0]: "\\u202ehttps://a" has no scheme.\nA browser sends a serialized origin, which begins with one, so this can never match.\nBegin with https://.'],
  ["another list's form",                 { allowOrigins: [], allowMethods: "PUT, DELETE" },
    'allowMethods: "PUT, DELETE" is not a list of methods.\nThe policy cannot be read past it.\nWrite ["PUT","DELETE"].'],
] as const;

test.each(facts)("%s", (_why, document, expected) => {
  expect(parsePolicy(document).problems.map(describe)).toEqual([expected]);
});

// biome-ignore format: one fact per line
const paths = [
  [[],                                    ""],
  [["rules", 0, "allowOrigins", 12],      "rules[0].allowOrigins[12]"],
  [["originSets", "my-apps", 0],          "originSets.my-apps[0]"],
  [["originSets", "my apps"],             'originSets["my apps"]'],
  [["a\nb"],                              '["a\\nb"]'],
  [["x".repeat(1000)],                    `["${"x".repeat(299)}…]`],
] as const;

test.each(paths)("the path %j", (path, expected) => {
  expect(describePath(path)).toBe(expected);
});

test("a policy that was not given is a PolicyError, which shows the smallest one", () => {
  const nothing: unknown = undefined;
  expect(thrownBy(() => definePolicy(nothing as Policy)).message).toBe(
    "The CORS policy has an error.\n\nNo policy was given: it is undefined.\n" +
      "Nothing says which origins are allowed, and there is no safe answer to assume.\n" +
      'The smallest policy is { allowOrigins: ["https://app.example.com"] }.',
  );
  expect(definePolicy({ allowOrigins: ["https://app.example.com"] }).rules).toHaveLength(1);
});

test("a PolicyError has every problem, in words and as data", () => {
  const document = { allowOrigins: [`${a}/`, "*"], maxAge: -1, allowMethods: ["patch"] };
  const { problems } = parsePolicy(document);
  const error = thrownBy(() => definePolicy(document));
  expect(error).toBeInstanceOf(PolicyError);
  expect(error.name).toBe("PolicyError");
  expect(error.problems).toEqual(problems);
  expect(problems).toHaveLength(4);
  expect(error.message).toMatch(/^The CORS policy has 3 errors\.\n\nallowOrigins\[0\]: /);
  for (const problem of problems) expect(error.message).toContain(describe(problem));
});

test("a hundred thousand problems do not make a message of megabytes", () => {
  const error = thrownBy(() => definePolicy({ allowOrigins: new Array(100_000).fill("") }));
  expect(error.problems).toHaveLength(100_000);
  expect(error.message.length).toBeLessThan(50_000);
  expect(error.message).toContain("And 99900 more: see the error's problems.");
});

function thrownBy(action: () => unknown): PolicyError {
  try {
    action();
  } catch (error) {
    return error as PolicyError;
  }
  throw new Error("nothing was thrown");
}
