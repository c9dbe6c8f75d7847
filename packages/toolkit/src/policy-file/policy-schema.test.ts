import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type LoneRuleDocument, type PolicyDocument, parsePolicy } from "@crosscheck/cors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policies } from "../../../../facts/decisions.ts";
import { arbitraryPolicy } from "../../../../test/arbitrary-policy.ts";
import { policySchema, type Schema } from "./policy-schema.ts";

type Validate = (value: unknown) => boolean;

/** A validator of JSON Schema comes with Fastify, by way of its compiler. */
function compile(schema: Schema): Validate {
  const fromFastify = createRequire(createRequire(import.meta.url).resolve("fastify"));
  const fromCompiler = createRequire(fromFastify.resolve("@fastify/ajv-compiler"));
  const { Ajv2020 } = fromCompiler("ajv/dist/2020.js");
  // Strict: a keyword that the validator does not know, or a type that is missing, is a mistake in the schema.
  return new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, validateFormats: false }).compile(
    schema,
  );
}

const accepts = compile(policySchema);
const parses = (document: unknown) => parsePolicy(document).policy !== null;

test("the file that editors read is the data", () => {
  const file = new URL("../../schema/policy-v1.json", import.meta.url);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(policySchema)));
});

const a = "https://a.example";
const danger = { allow: "null-origin", reason: "OPS-12", expires: "2099-12-31" } as const;
const rule = { id: "a", path: "/", allowOrigins: [a] } as const;

// Typed, so that the types accept them too.
// biome-ignore format: one fact per line
const accepted: readonly (readonly [why: string, document: PolicyDocument | LoneRuleDocument])[] = [
  ["a lone rule",                       { allowOrigins: [a] }],
  ["with an id and a path",             { id: "a.b_c-d", path: "/x/*", allowOrigins: "*" }],
  ["with sets and environments",        { originSets: { s: [a] }, allowOrigins: ["$s"], environments: { e: { development: true } } }],
  ["no rules",                          { rules: [] }],
  ["the version",                       { version: 1, rules: [rule] }],
  ["an exception",                      { rules: [{ ...rule, allowOrigins: [] }] }],
  ["every path",                        { rules: [{ ...rule, path: "/*" }] }],
  ["a name in a path",                  { rules: [{ ...rule, path: "/users/:id/x" }] }],
  ["a path to be encoded",              { rules: [{ ...rule, path: "/café" }] }],
  ["every kind of origin",              { allowOrigins: [a, "https://*.a.example:*", "http://localhost:3000", "http://[::1]", "https://pr-*.a.example", "capacitor://localhost"] }],
  ["an origin to be normalised",        { allowOrigins: ["https://BÜCHER.example:443"] }],
  ["the opaque origin",                 { allowOrigins: ["null"], danger: [danger] }],
  ["credentials",                       { allowOrigins: [a], allowCredentials: true, allowMethods: ["PUT"], allowHeaders: ["X-A"], exposeHeaders: ["ETag"] }],
  ["any name, by itself",               { allowOrigins: [a], allowMethods: "*", allowHeaders: "*", exposeHeaders: "*" }],
  ["any name, in a list",               { allowOrigins: "*", allowMethods: ["*"], allowHeaders: ["*", "Authorization"] }],
  ["a method in lower case",            { allowOrigins: "*", allowMethods: ["patch"] }],
  ["seconds",                           { allowOrigins: "*", maxAge: 86_400 }],
  ["no seconds",                        { allowOrigins: "*", maxAge: 0 }],
  ["a duration",                        { allowOrigins: "*", maxAge: "90s" }],
  ["refusal",                           { allowOrigins: [a], refuseUnlisted: true, selfOrigins: ["https://own.example:8443"] }],
  ["refusal where all are allowed",     { allowOrigins: "*", refuseUnlisted: true }],
  ["an environment's changes",          { originSets: { s: [a] }, allowOrigins: ["$s"], environments: { e: { maxAge: "1m", originSets: { s: { replace: [a], add: ["https://b.example"] } } } } }],
];

describe("what parsePolicy accepts, the schema accepts", () => {
  test.each(accepted)("%s", (_why, document) => {
    expect(parses(document)).toBe(true);
    expect(accepts(document)).toBe(true);
  });

  test.each(Object.entries(policies))("the policy %s of the shared table", (_name, document) => {
    expect(parses(document)).toBe(true);
    expect(accepts(document)).toBe(true);
  });

  test("any policy as it is printed", () => {
    const property = fc.property(arbitraryPolicy, (policy) => {
      expect(accepts(JSON.parse(JSON.stringify(policy)))).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

// biome-ignore format: one fact per line
const refused: readonly (readonly [why: string, document: unknown])[] = [
  ["no mapping",                        [rule]],
  ["nothing",                           {}],
  ["a rule without origins",            { allowCredentials: true }],
  ["a rule without an id",              { rules: [{ path: "/", allowOrigins: [] }] }],
  ["a rule without a path",             { rules: [{ id: "a", allowOrigins: [] }] }],
  ["a rule's key beside the rules",     { rules: [rule], maxAge: 5 }],
  ["a version from the future",         { version: 2, rules: [rule] }],
  ["an id with a space",                { rules: [{ ...rule, id: "a b" }] }],
  ["a path without a slash",            { rules: [{ ...rule, path: "api" }] }],
  ["a star inside a path",              { rules: [{ ...rule, path: "/*/x" }] }],
  ["a star that ends no segment",       { rules: [{ ...rule, path: "/api*" }] }],
  ["a path with a query",               { rules: [{ ...rule, path: "/api?x" }] }],
  ["one origin as a text",              { allowOrigins: a }],
  ["a star in a list",                  { allowOrigins: ["*"] }],
  ["a trailing slash",                  { allowOrigins: [`${a}/`] }],
  ["an origin without a scheme",        { allowOrigins: ["a.example"] }],
  ["a set in a set",                    { originSets: { s: ["$t"], t: [a] }, allowOrigins: ["$s", "$t"] }],
  ["true as a text",                    { allowOrigins: [a], allowCredentials: "true" }],
  ["any origin with credentials",       { allowOrigins: "*", allowCredentials: true }],
  ["any method with credentials",       { allowOrigins: [a], allowCredentials: true, allowMethods: "*" }],
  ["any header with credentials",       { allowOrigins: [a], allowCredentials: true, allowHeaders: ["X-A", "*"] }],
  ["the same in a rule of many",        { rules: [{ ...rule, allowCredentials: true, exposeHeaders: "*" }] }],
  ["a forbidden method",                { allowOrigins: [a], allowMethods: ["TRACE"] }],
  ["methods in one text",               { allowOrigins: [a], allowMethods: "PUT, DELETE" }],
  ["a header that is no token",         { allowOrigins: [a], allowHeaders: ["X A"] }],
  ["more than a day",                   { allowOrigins: [a], maxAge: 86_401 }],
  ["half a second",                     { allowOrigins: [a], maxAge: 0.5 }],
  ["a duration in words",               { allowOrigins: [a], maxAge: "2 hours" }],
  ["refusal without own origins",       { allowOrigins: [a], refuseUnlisted: true }],
  ["an own origin with a star",         { allowOrigins: [a], refuseUnlisted: true, selfOrigins: ["https://*.a.example"] }],
  ["an unknown danger",                 { allowOrigins: [a], danger: [{ ...danger, allow: "all" }] }],
  ["a danger without a reason",         { allowOrigins: [a], danger: [{ ...danger, reason: " " }] }],
  ["a danger without an end",           { allowOrigins: [a], danger: [{ allow: "null-origin", reason: "x" }] }],
  ["an environment's unknown change",   { originSets: { s: [a] }, allowOrigins: ["$s"], environments: { e: { originSets: { s: {} } } } }],
];

test.each(refused)("refused by both: %s", (_why, document) => {
  expect(parses(document)).toBe(false);
  expect(accepts(document)).toBe(false);
});

const unknown = { wormhole: 1 };
const environmentOf = (more: object) => ({ originSets: { s: [a] }, allowOrigins: ["$s"], environments: { e: more } });

// Each mapping of a document with a key that nobody knows, and where the schema describes that mapping.
// biome-ignore format: one fact per line
const mappings: readonly (readonly [why: string, document: unknown, place: readonly string[]])[] = [
  ["a policy",                          { rules: [rule], ...unknown },                              []],
  ["a lone rule",                       { allowOrigins: [a], ...unknown },                          []],
  ["a rule",                            { rules: [{ ...rule, ...unknown }] },                       ["properties", "rules", "items"]],
  ["a danger entry",                    { allowOrigins: ["null"], danger: [{ ...danger, ...unknown }] }, ["properties", "danger", "items"]],
  ["an environment",                    environmentOf(unknown),                                     ["properties", "environments", "additionalProperties"]],
  ["an environment's change of a set",  environmentOf({ originSets: { s: { add: [a], ...unknown } } }), ["properties", "environments", "additionalProperties", "properties", "originSets", "additionalProperties"]],
];

test.each(mappings)("every key of %s is described, and no other is accepted", (_why, document, place) => {
  const { known } = parsePolicy(document).problems.find(({ code }) => code === "unknown-key") ?? {};
  const { properties } = place.reduce((schema, key) => schema[key] as Schema, policySchema) as {
    properties: Record<string, Schema>;
  };
  expect(Object.keys(properties)).toEqual(expect.arrayContaining([...(known ?? ["nothing is known"])]));
  for (const key of known ?? []) expect(properties[key]?.description).toMatch(/^[A-Z].{15,}\.$/);
  expect(accepts(document)).toBe(false);
});
