import { decide, definePolicy, type OriginPattern } from "@crosscheck/cors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isExactOrigin, originExpression } from "./origin-expression.ts";

// biome-ignore format: one fact per line
const facts = [
  ["an exact origin",             "https://app.example.com",      "^https://app\\.example\\.com$"],
  ["a port",                      "https://app.example.com:8443", "^https://app\\.example\\.com:8443$"],
  ["an address",                  "http://[::1]:3000",            "^http://\\[::1\\]:3000$"],
  ["an app's scheme",             "capacitor://localhost",        "^capacitor://localhost$"],
] as const;

test.each(facts)("%s", (_why, text, expression) => {
  expect(originExpression(patternOf(text))).toBe(expression);
});

test("a pattern with any port is not exact", () => {
  expect(isExactOrigin(patternOf("http://localhost:3000"))).toBe(true);
  expect(isExactOrigin(patternOf("http://localhost:*"))).toBe(false);
  expect(isExactOrigin(patternOf("https://*.example.com"))).toBe(false);
});

const patterns = [
  "https://app.example.com",
  "https://*.example.com",
  "https://*.example.com:8443",
  "http://*.localhost:*",
  "http://localhost:*",
  "http://[::1]:*",
  "https://app-*-team.vercel.app",
  "https://*-x.example.com",
];
const part = fc.constantFrom(
  ..."a x-1 _ - . a. .a 0 1 A é / : app. example.com localhost null".split(" "),
  "a".repeat(62),
  "a".repeat(63),
  "a".repeat(64),
  "a.".repeat(118),
  "a.".repeat(120),
  "a.".repeat(121),
);
const port = fc.constantFrom(...["", ":0", ":1", ":80", ":443", ":08", ":8443", ":65535", ":65536", ":99999", ":"]);

const rarely = fc.option(part, { nil: "", freq: 1 });

/** A pattern whose `*` stand for something, now and then with something before the host or after it all. */
const origin = fc
  .tuple(fc.constantFrom(...patterns), fc.array(part, { minLength: 1, maxLength: 3 }), port, rarely, rarely)
  .map(([pattern, parts, port, before, after]) => {
    const filled = pattern.replace(":*", port).replace("*", parts.join(""));
    return filled.replace("://", `://${before}`) + after;
  });

test("the expressions match what decide grants", () => {
  fc.assert(
    fc.property(fc.constantFrom(...patterns), origin, (pattern, origin) => {
      const policy = definePolicy({ allowOrigins: [pattern] });
      const { set } = decide(policy, { method: "GET", target: "/", headers: [["Origin", origin]] });
      expect(new RegExp(originExpression(patternOf(pattern))).test(origin)).toBe(set.length > 0);
    }),
    { numRuns: 5000 },
  );
});

function patternOf(text: string): OriginPattern {
  const [rule] = definePolicy({ allowOrigins: [text] }).rules;
  const pattern = rule?.allowOrigins === "*" ? undefined : rule?.allowOrigins[0];
  if (pattern === undefined) throw new Error(`${text} made no pattern`);
  return pattern;
}
