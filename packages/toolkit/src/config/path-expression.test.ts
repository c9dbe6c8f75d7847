import { decide, definePolicy, type PathPattern } from "@crosscheck/cors";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ambiguousPathExpression,
  caselessPathExpression,
  hasLetters,
  pathExpression,
  unambiguousPathExpression,
} from "./path-expression.ts";
import { compilePcre } from "./pcre.ts";

/** A raw target with its query. JavaScript's `$` is PCRE's `\z`. */
const end = { alternatives: "\\?|$", characters: "?" };

// biome-ignore format: one fact per line
const facts = [
  ["a letter may be percent-encoded",          "/a",      "/(?:a|%61)/?(?:\\?|$)"],
  ["hexadecimal digits have two cases",        "/~-",     "/(?:~-|(?:~|%7[Ee])(?:-|%2[Dd]))/?(?:\\?|$)"],
  ["what is not unreserved has one spelling",  "/$+!",    "/\\$\\+!/?(?:\\?|$)"],
  ["an encoded dot is ambiguous, not a dot",   "/.x",     "/(?:\\.x|\\.(?:x|%78))/?(?:\\?|$)"],
  ["everything below",                         "/1/*",    "/(?:1|%31)(?:/|\\?|$)"],
  ["one segment",                              "/:id/*",  "/[^/?]+(?:/|\\?|$)"],
  ["everything",                               "/*",      "(?:/|\\?|$)"],
  ["nothing but the root",                     "/",       "/?(?:\\?|$)"],
] as const;

test.each(facts)("%s", (_why, path, expression) => {
  expect(pathExpression(patternOf(path), end)).toBe(expression);
});

test("a target in another case is met by the caseless expression, encoded or not", () => {
  const expression = new RegExp(`^${caselessPathExpression(patternOf("/jO"), end)}`, "i");
  for (const target of ["/jO", "/Jo", "/%6ao", "/%4Ao", "/%6A%4f"]) expect(target).toMatch(expression);
  for (const target of ["/iO", "/%5ao", "/%2ao"]) expect(target).not.toMatch(expression);
});

/** Characters that are special to a path, to percent-encoding, to a regular expression or to the case rule. */
const character = fc.constantFrom(
  ..."/aAbB.%-~_$+*(;:?#é\\",
  "%61",
  "%41",
  "%2F",
  "%2e",
  "%7E",
  "%2d",
  "//",
  "/..",
  "%24",
);
const target = fc.array(character, { maxLength: 12 }).map((parts) => `/${parts.join("")}`);
const segment = fc.constantFrom("a", "A", "ab", "b.B", "-~_", "$+", ":id", "%C3%A9");
const path = fc
  .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
  .map(([segments, below]) => `/${[...segments, ...(below ? ["*"] : [])].join("/")}`)
  .filter((text) => text.split(":id").length < 3);

test("the expressions choose as decide does", () => {
  fc.assert(
    fc.property(path, target, (text, target) => {
      const policy = definePolicy({ rules: [{ id: "only", path: text, allowOrigins: "*" }] });
      const { reason } = decide(policy, { method: "GET", target, headers: [] });
      expect(chosenFor(patternOf(text), target)).toBe(reason.code);
      expect(chosenAtOnce(patternOf(text), target)).toBe(reason.code);
    }),
    { numRuns: 3000 },
  );
});

/** What a server does that asks first whether the target is ambiguous, in decide's words. */
function chosenFor(pattern: PathPattern, target: string): string {
  if (matches(target, ambiguousPathExpression(end), "i")) return "ambiguous-target";
  if (matches(target, pathExpression(pattern, end))) return "any-origin";
  return isInAnotherCase(pattern, target) ? "ambiguous-target" : "no-rule";
}

/** What one does that asks this last. */
function chosenAtOnce(pattern: PathPattern, target: string): string {
  if (matches(target, unambiguousPathExpression(pattern, end))) return "any-origin";
  if (isInAnotherCase(pattern, target)) return "ambiguous-target";
  return matches(target, ambiguousPathExpression(end), "i") ? "ambiguous-target" : "no-rule";
}

function isInAnotherCase(pattern: PathPattern, target: string): boolean {
  return hasLetters(pattern) && matches(target, caselessPathExpression(pattern, end), "i");
}

function matches(target: string, expression: string, flags: "" | "i" = ""): boolean {
  return compilePcre(`^${expression}`, flags)?.exec(target) != null;
}

function patternOf(path: string): PathPattern {
  const [rule] = definePolicy({ rules: [{ id: "only", path, allowOrigins: "*" }] }).rules;
  if (rule === undefined) throw new Error(`${path} made no rule`);
  return rule.path;
}
