import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DecisionFact, decisionCase, decisionFacts } from "../../../../facts/decisions.ts";
import { arbitraryOrigin, arbitraryPolicy, arbitraryRequest } from "../../../../test/arbitrary-policy.ts";
import { getHeader, type HeaderList } from "../http/header-list.ts";
import { definePolicy } from "../policy/define-policy.ts";
import { parseOriginPattern } from "../policy/parse-origin-pattern.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import type { OriginPattern, Policy } from "../policy/policy.ts";
import { applyDecision } from "./apply-decision.ts";
import { compileOrigins } from "./compile-origins.ts";
import { decide } from "./decide.ts";

const runs = { numRuns: 2000 };

/** A second, slower opinion on what a pattern covers: a regular expression of its text. */
function expressionOf({ text }: OriginPattern): RegExp {
  const source = text
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace("://\\*\\.", "://(?:[a-z0-9_-]{1,63}\\.)+")
    .replace(/:\\\*$/, "(?::(?:0|[1-9][0-9]{0,4}))?")
    .replace("\\*", "[a-z0-9-]+");
  return new RegExp(`^${source}$`);
}

function patternsOf(policy: Policy, ruleId: string | undefined): readonly OriginPattern[] {
  const { allowOrigins = [] } = policy.rules.find(({ id }) => id === ruleId) ?? {};
  return allowOrigins === "*" ? [] : allowOrigins;
}

test("any request gets an answer, and the same one again", () => {
  const property = fc.property(arbitraryPolicy, arbitraryRequest, (policy, request) => {
    expect(decide(policy, request)).toEqual(decide(policy, request));
  });
  fc.assert(property, runs);
});

test("no answer allows more than * or, byte for byte, an Origin that a pattern covers", () => {
  const property = fc.property(arbitraryPolicy, arbitraryRequest, (policy, request) => {
    const { set, reason } = decide(policy, request);
    const allowed = getHeader(set, "Access-Control-Allow-Origin");
    if (allowed === null) {
      expect(set).toEqual([]);
    } else if (allowed === "*") {
      expect(policy.rules.find(({ id }) => id === reason.ruleId)?.allowOrigins).toBe("*");
      expect(getHeader(set, "Access-Control-Allow-Credentials")).toBeNull();
    } else {
      expect(allowed).toBe(getHeader(request.headers, "Origin")?.replace(/^[ \t]+|[ \t]+$/g, ""));
      const covering = patternsOf(policy, reason.ruleId).filter((pattern) => expressionOf(pattern).test(allowed));
      expect(covering.map(({ text }) => text)).toContain(reason.pattern);
    }
  });
  fc.assert(property, runs);
});

test("every origin that a pattern covers is found, however many patterns there are", () => {
  const property = fc.property(arbitraryPolicy, arbitraryOrigin, (policy, origin) => {
    for (const rule of policy.rules) {
      const patterns = rule.allowOrigins === "*" ? [] : rule.allowOrigins;
      const found = compileOrigins(patterns)(origin);
      const covered = patterns.some((pattern) => expressionOf(pattern).test(origin)) && !origin.endsWith(":443");
      expect(found !== null && found !== "malformed").toBe(covered);
    }
  });
  fc.assert(property, runs);
});

test("applying a decision twice is applying it once", () => {
  const vary = fc.constantFrom("Origin", "*", "Accept, accept", "origin, Cookie", "");
  const headers: fc.Arbitrary<HeaderList> = fc.array(
    fc.oneof(
      vary.map((value) => ["vary", value] as const),
      fc.constantFrom(["Access-Control-Allow-Origin", "*"] as const, ["Access-Control-Max-Age", "1"] as const),
    ),
    { maxLength: 4 },
  );
  const property = fc.property(arbitraryPolicy, arbitraryRequest, headers, (policy, request, before) => {
    const { status: _, ...decision } = decide(policy, request);
    const once = applyDecision(decision, { status: 200, headers: before });
    expect(applyDecision(decision, once)).toEqual(once);
  });
  fc.assert(property, runs);
});

test("a printed policy is parsed to the same policy", () => {
  const property = fc.property(arbitraryPolicy, (policy) => {
    expect(definePolicy(policy.toJSON())).toEqual(policy);
    expect(parsePolicy(JSON.parse(JSON.stringify(policy))).policy).toEqual(policy);
  });
  fc.assert(property, runs);
});

test("a pattern is taken as it is written or not without a word", () => {
  const part = fc.constantFrom(
    "https://",
    "http:",
    "//",
    "*.",
    "*",
    ".",
    "a",
    "B",
    "-",
    ":",
    "8443",
    "443",
    "ü",
    "/",
    "@",
    "[::1]",
    "$",
    " ",
    "127.1",
    "xn--",
  );
  const property = fc.property(
    fc.array(part, { maxLength: 9 }).map((parts) => parts.join("")),
    (text) => {
      const { pattern, problem } = parseOriginPattern(text);
      if (problem === null) expect(pattern?.text).toBe(text);
      else expect(pattern === null).toBe(problem.code !== "origin-pattern-normalised");
      const corrected = pattern?.text ?? problem?.suggestion;
      if (corrected !== undefined) expect(parseOriginPattern(corrected)).toMatchObject({ problem: null });
    },
  );
  fc.assert(property, { numRuns: 20_000 });
});

test("no document makes parsePolicy throw", () => {
  const property = fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (value) => {
    parsePolicy(value);
    parsePolicy({ allowOrigins: value, allowMethods: value, maxAge: value, danger: [value], id: value });
    parsePolicy({ rules: value, originSets: value, environments: { e: value } }, { environment: "e" });
  });
  fc.assert(property, runs);
});

describe("with 100,000 more origins in every list", () => {
  const more = Array.from({ length: 100_000 }, (_, index) =>
    index % 2 === 0 ? `https://t${index}.more.example` : `https://*.t${index}.more.example`,
  );
  const policies = new Map<unknown, Policy>();

  function enlarged(document: object): Policy {
    const known = policies.get(document);
    if (known !== undefined) return known;
    const { rules = [document], ...rest } = document as { rules?: readonly object[] };
    const larger = rules.map((rule) => {
      const { allowOrigins } = rule as { allowOrigins: "*" | readonly string[] };
      const grows = allowOrigins !== "*" && allowOrigins.length > 0;
      return { id: "default", path: "/*", ...rule, ...(grows && { allowOrigins: [...more, ...allowOrigins] }) };
    });
    const sets = "originSets" in rest ? { originSets: rest.originSets } : {};
    const { policy, problems } = parsePolicy({ ...sets, rules: larger });
    if (policy === null) throw new Error(JSON.stringify(problems.slice(0, 3)));
    policies.set(document, policy);
    return policy;
  }

  test.each(decisionFacts)("%s (%s: %s)", { timeout: 60_000 }, (...fact: DecisionFact) => {
    const { policy, request, kind, set, vary } = decisionCase(fact);
    expect(decide(enlarged(policy), request)).toMatchObject({ kind, set, vary });
  });
});
