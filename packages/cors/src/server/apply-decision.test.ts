import { describe, expect, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import { definePolicy } from "../policy/define-policy.ts";
import { applyDecision } from "./apply-decision.ts";
import { decide } from "./decide.ts";
import { policyResponder } from "./policy-responder.ts";

const app = "https://app.example";
const policy = definePolicy({ rules: [{ id: "api", path: "/api/*", allowOrigins: [app], allowMethods: ["PUT"] }] });
const allowed: HeaderList = [["Access-Control-Allow-Origin", app]];

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, target: string, origin: string, handler: HeaderList, sent: HeaderList])[] = [
  ["the headers are added",                   "/api/", app,      [["ETag", "1"]],                              [["ETag", "1"], ["Vary", "Origin"], ...allowed]],
  ["what the handler set is replaced",        "/api/", app,      [["access-control-allow-origin", "*"]],       [["Vary", "Origin"], ...allowed]],
  ["every line of it",                        "/api/", app,      [["Access-Control-Allow-Origin", "*"], ["access-control-allow-origin", app]], [["Vary", "Origin"], ...allowed]],
  ["what the rule does not grant is removed", "/api/", app,      [["Access-Control-Allow-Credentials", "true"]], [["Vary", "Origin"], ...allowed]],
  ["a stranger is left with nothing",         "/api/", "https://evil.example", [["Access-Control-Allow-Origin", "*"]], [["Vary", "Origin"]]],
  ["what is not of the six stays",            "/api/", app,      [["Access-Control-Allow-Private-Network", "true"]], [["Access-Control-Allow-Private-Network", "true"], ["Vary", "Origin"], ...allowed]],
  ["Vary is merged into one line",            "/api/", app,      [["vary", "Accept"], ["Vary", "accept, Cookie"]], [["Vary", "Accept, Cookie, Origin"], ...allowed]],
  ["a name that is there is not repeated",    "/api/", app,      [["VARY", "oRiGiN"]],                         [["VARY", "oRiGiN"], ...allowed]],
  ["a star stays, and covers no name",        "/api/", app,      [["Vary", "*"]],                              [["Vary", "*, Origin"], ...allowed]],
  ["where no rule is, nothing is touched",    "/",     app,      [["Access-Control-Allow-Origin", "*"]],       [["Access-Control-Allow-Origin", "*"]]],
];

describe("a handler's response", () => {
  test.each(facts)("%s", (_why, target, origin, handler, sent) => {
    const decision = decide(policy, { method: "GET", target, headers: [["Origin", origin]] });
    expect(applyDecision(decision, { status: 418, headers: handler })).toEqual({ status: 418, headers: sent });
  });

  test("a decision that answers itself takes nothing of it", () => {
    const headers: HeaderList = [
      ["Origin", app],
      ["Access-Control-Request-Method", "PUT"],
    ];
    const decision = decide(policy, { method: "OPTIONS", target: "/api/", headers });
    expect(
      applyDecision(decision, {
        status: 200,
        headers: [
          ["X", "1"],
          ["Vary", "Accept"],
        ],
      }),
    ).toEqual({
      status: 204,
      headers: [
        ["Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"],
        ...allowed,
        ["Access-Control-Allow-Methods", "PUT"],
      ],
    });
  });
});

describe("a policy as a responder", () => {
  const asking = (method: string, url: string, headers: HeaderList) => ({ method, url, headers });

  test("is a site that answers 200 when it has no handler", () => {
    const answer = policyResponder(policy)(asking("GET", "https://site.example/api/x#fragment", [["Origin", app]]));
    expect(answer).toEqual({ status: 200, headers: [["Vary", "Origin"], ...allowed] });
  });

  test("does not ask the handler what the policy answers", () => {
    const responder = policyResponder(policy, () => {
      throw new Error("asked");
    });
    const preflight: HeaderList = [
      ["Origin", "https://evil.example"],
      ["Access-Control-Request-Method", "PUT"],
    ];
    expect(responder(asking("OPTIONS", "https://site.example/api/x", preflight))).toMatchObject({ status: 403 });
  });

  test("fails as its handler fails", () => {
    const failed = { kind: "failed", why: "reset" } as const;
    expect(policyResponder(policy, () => failed)(asking("GET", "https://site.example/api/", []))).toBe(failed);
  });
});
