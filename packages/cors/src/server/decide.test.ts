import { expect, test } from "vitest";
import { type DecisionFact, decisionCase, decisionFacts } from "../../../../facts/decisions.ts";
import { definePolicy } from "../policy/define-policy.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { decide } from "./decide.ts";
import { corsResponseHeaderNames } from "./decision.ts";

test.each(decisionFacts)("%s (%s: %s)", (...fact: DecisionFact) => {
  const { policy, request, kind, status, set, vary } = decisionCase(fact);
  const decision = decide(parsePolicy(policy).policy ?? definePolicy({ rules: [] }), request);
  const names = set.map(([name]) => name);
  expect(decision).toMatchObject({ kind, set, vary });
  expect(decision.status).toBe(status);
  expect(decision.remove).toEqual(
    kind === "no-rule" ? [] : corsResponseHeaderNames.filter((header) => !names.includes(header)),
  );
});

const app = "https://app.example.com";
const rules = [
  { id: "none", path: "/none/*", allowOrigins: [] },
  { id: "any", path: "/any/*", allowOrigins: "*" },
  { id: "api", path: "/api/*", allowOrigins: [app, "https://*.example.org"] },
  { id: "strict", path: "/strict/*", allowOrigins: [], refuseUnlisted: true, selfOrigins: [app] },
] as const;

// biome-ignore format: one fact per line
const reasons = [
  ["no rule",                        "/",         app,                     [],                                   { code: "no-rule" }],
  ["an ambiguous target, no rule",   "/api//x",   app,                     [],                                   { code: "ambiguous-target", origin: app }],
  ["no origins",                     "/none/",    app,                     [],                                   { ruleId: "none", code: "rule-grants-nothing", origin: app }],
  ["star",                           "/any/",     "",                      [],                                   { ruleId: "any", code: "any-origin" }],
  ["what matched",                   "/api/",     app,                     [],                                   { ruleId: "api", code: "origin-listed", origin: app, pattern: app }],
  ["which pattern matched",          "/api/",     "https://a.example.org", [],                                   { ruleId: "api", code: "origin-listed", origin: "https://a.example.org", pattern: "https://*.example.org" }],
  ["no Origin",                      "/api/",     "",                      [],                                   { ruleId: "api", code: "origin-absent" }],
  ["null",                           "/api/",     "null",                  [],                                   { ruleId: "api", code: "origin-null", origin: "null" }],
  ["what is no origin, cut",         "/api/",     "x".repeat(10_000),      [],                                   { ruleId: "api", code: "origin-malformed", origin: "x".repeat(270) }],
  ["an origin that is not listed",   "/api/",     "https://evil.example",  [],                                   { ruleId: "api", code: "origin-not-listed", origin: "https://evil.example" }],
  ["refused",                        "/strict/",  "https://evil.example",  [],                                   { ruleId: "strict", code: "origin-unlisted-refused", origin: "https://evil.example" }],
  ["our own",                        "/strict/",  app,                     [],                                   { ruleId: "strict", code: "self-origin", origin: app }],
  ["same-origin, says the browser",  "/strict/",  "https://x.example",     [["Sec-Fetch-Site", "same-origin"]],  { ruleId: "strict", code: "same-origin-fetch", origin: "https://x.example" }],
] as const;

test.each(reasons)("the reason says: %s", (_why, target, origin, others, reason) => {
  const headers = origin === "" ? others : ([["Origin", origin], ...others] as const);
  expect(decide(definePolicy({ rules }), { method: "GET", target, headers }).reason).toEqual(reason);
});

// biome-ignore format: one fact per line
const noPolicies = [
  ["a document",      { allowOrigins: ["https://app.example.com"] }],
  ["a policy's copy", { ...definePolicy({ rules }) }],
  ["nothing",         undefined],
] as const;

test.each(noPolicies)("%s is not taken for a validated policy", (_why, value) => {
  const policy = value as unknown as ReturnType<typeof definePolicy>;
  expect(() => decide(policy, { method: "GET", target: "/", headers: [] })).toThrow(/definePolicy\(document\)/);
});

test("what decisions share cannot be changed by one who gets it", () => {
  const decision = decide(definePolicy({ allowOrigins: "*" }), { method: "GET", target: "/", headers: [] });
  expect(Object.isFrozen(decision.set) && decision.set.every((header) => Object.isFrozen(header))).toBe(true);
  expect(Object.isFrozen(decision.vary) && Object.isFrozen(decision.remove)).toBe(true);
});

test("what an origin got before is not what it gets now, where that depends on more", () => {
  const policy = definePolicy({ rules });
  const stranger = "https://x.example";
  const ask = (target: string, method: string, ...others: [string, string][]) =>
    decide(policy, { method, target, headers: [["Origin", stranger], ...others] }).kind;
  for (let turn = 0; turn < 3; turn++) {
    expect(ask("/strict/", "GET", ["Sec-Fetch-Site", "same-origin"])).toBe("actual");
    expect(ask("/strict/", "GET", ["Sec-Fetch-Site", "cross-site"])).toBe("refused");
    expect(ask("/strict/", "OPTIONS", ["Access-Control-Request-Method", "PUT"])).toBe("preflight-refused");
    expect(ask("/strict/", "OPTIONS", ["Sec-Fetch-Site", "none"])).toBe("actual");
    expect(ask("/api/", "GET")).toBe("actual");
    expect(ask("/api//", "GET")).toBe("refused");
  }
});

test("a decision that two requests share cannot be changed by either", () => {
  const policy = definePolicy({ rules });
  for (const origin of [app, "https://x.example", ""]) {
    const headers: [string, string][] = origin === "" ? [] : [["oRiGiN", origin]];
    const decisions = Array.from({ length: 3 }, () => decide(policy, { method: "GET", target: "/api/x", headers }));
    expect(decisions[2]).toEqual(decisions[0]);
    const shared = decisions.filter((decision, index) => decisions.indexOf(decision) !== index);
    for (const decision of shared) {
      const { set, remove, vary, reason } = decision;
      for (const part of [decision, set, ...set, remove, vary, reason]) expect(Object.isFrozen(part)).toBe(true);
    }
  }
});
