import { expect, test } from "vitest";
import { definePolicy } from "../policy/define-policy.ts";
import { diff } from "../policy/diff.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { decide, decideAsync } from "./decide.ts";
import type { ServerRequest } from "./decision.ts";

const app = "https://app.example";
const boom = new Error("the database is away");
const nullDanger = [{ allow: "null-origin", reason: "a sandbox", expires: "2199-01-01" }] as const;
const insecureDanger = [{ allow: "insecure-origin", reason: "a kiosk", expires: "2199-01-01" }] as const;
const credentials = { allowCredentials: true } as const;

function asking(origin: string, method = "GET"): ServerRequest {
  const preflight = method === "OPTIONS" ? ([["Access-Control-Request-Method", "PUT"]] as const) : [];
  return { method, target: "/x?tenant=7", headers: [["Origin", origin], ["X-Tenant", "7"], ...preflight] };
}

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, given: unknown, rule: object, origin: string, code: string, granted: boolean])[] = [
  ["true allows",                                        true,                    {},                                                        app,                    "origin-accepted",        true],
  ["false refuses",                                      false,                   {},                                                        app,                    "origin-rejected",        false],
  ["what is only true-ish refuses",                      1,                       {},                                                        app,                    "origin-function-failed", false],
  ["the origin itself is no boolean",                    app,                     {},                                                        app,                    "origin-function-failed", false],
  ["nothing refuses",                                    undefined,               {},                                                        app,                    "origin-function-failed", false],
  ["a throw refuses",                                    boom,                    {},                                                        app,                    "origin-function-failed", false],
  ["true does not allow null",                           true,                    {},                                                        "null",                 "origin-null",            false],
  ["with its danger it does",                            true,                    { danger: nullDanger },                                    "null",                 "origin-accepted",        true],
  ["true does not allow what is no origin",              true,                    {},                                                        `${app}/`,              "origin-malformed",       false],
  ["nor two",                                            true,                    {},                                                        `${app}, ${app}`,       "origin-malformed",       false],
  ["true allows http without credentials",               true,                    {},                                                        "http://kiosk.example", "origin-accepted",        true],
  ["true does not allow http with credentials",          true,                    credentials,                                               "http://kiosk.example", "origin-insecure",        false],
  ["nor a scheme of another kind",                       true,                    credentials,                                               "capacitor://localhost", "origin-insecure",       false],
  ["with its danger it does allow http",                 true,                    { ...credentials, danger: insecureDanger },                "http://kiosk.example", "origin-accepted",        true],
  ["loopback is never insecure",                         true,                    credentials,                                               "http://localhost:3000", "origin-accepted",       true],
];

test.each(facts)("%s", async (_why, given, rule, origin, code, granted) => {
  const answer = () => {
    if (given === boom) throw boom;
    return given as boolean;
  };
  const sync = definePolicy({ ...rule, allowOrigins: answer } as never);
  const later = definePolicy({ ...rule, allowOrigins: async () => answer() } as never);
  for (const method of ["GET", "OPTIONS"]) {
    const decision = decide(sync, asking(origin, method));
    expect(decision.reason).toMatchObject({ code, origin });
    expect(decision.set.some(([, value]) => value === origin)).toBe(granted);
    expect(decision.status).toBe(method === "GET" ? undefined : granted ? 204 : 403);
    // Async or not, the same.
    expect(await decideAsync(later, asking(origin, method))).toEqual(decision);
    expect(await decideAsync(sync, asking(origin, method))).toEqual(decision);
  }
});

test("it is given a parsed origin and the request, and asked for no request without one", () => {
  const asked: unknown[] = [];
  const policy = definePolicy({
    allowOrigins: (origin, request) => {
      asked.push([origin, request]);
      return true;
    },
  });
  decide(policy, asking("https://app.example:8443"));
  decide(policy, { method: "GET", target: "/", headers: [] });
  decide(policy, { method: "GET", target: "/a//b", headers: [["Origin", app]] });
  expect(asked).toEqual([
    [
      { serialized: "https://app.example:8443", scheme: "https", host: "app.example", port: 8443 },
      asking("https://app.example:8443"),
    ],
  ]);
});

test("what it varies on is in Vary, each name once, on every answer", () => {
  const policy = definePolicy({ allowOrigins: () => false, variesOn: ["X-Tenant", "origin"] });
  const preflightNames = ["Access-Control-Request-Method", "Access-Control-Request-Headers"];
  expect(decide(policy, asking(app)).vary).toEqual(["Origin", "X-Tenant"]);
  expect(decide(policy, { method: "GET", target: "/", headers: [] }).vary).toEqual(["Origin", "X-Tenant"]);
  expect(decide(policy, asking(app, "OPTIONS")).vary).toEqual(["Origin", ...preflightNames, "X-Tenant"]);
});

test("decide says what to do about a function that it cannot wait for", () => {
  const declared = definePolicy({ allowOrigins: async () => true });
  const given = definePolicy({ allowOrigins: () => Promise.reject(boom) });
  expect(() => decide(declared, { method: "GET", target: "/", headers: [] })).toThrow(/decideAsync/);
  expect(() => decide(given, asking(app))).toThrow(/decideAsync/);
});

test("refuseUnlisted holds for what a function refuses", () => {
  const policy = definePolicy({
    allowOrigins: () => false,
    refuseUnlisted: true,
    selfOrigins: ["https://api.example"],
  });
  expect(decide(policy, asking(app))).toMatchObject({ kind: "refused", status: 403 });
  expect(decide(policy, asking("https://api.example")).status).toBe(undefined);
});

test("toJSON keeps the function; its text is no policy, rather than another one", () => {
  const policy = definePolicy({ allowOrigins: () => true, variesOn: ["X-Tenant"] });
  expect(definePolicy(policy.toJSON())).toEqual(policy);
  const { problems } = parsePolicy(JSON.parse(JSON.stringify(policy)));
  expect(problems.map(({ code }) => code)).toEqual(["unknown-key", "missing-key"]);
});

// biome-ignore format: one fact per line
const changes: readonly (readonly [why: string, old: unknown, fresh: unknown, expected: readonly string[]])[] = [
  ["a list becomes a function", [app],  () => true, ["widens", "narrows"]],
  ["a function becomes a list", () => true, [app],  ["widens", "narrows"]],
  ["a function comes",          [],     () => true, ["widens"]],
  ["a function becomes *",      () => true, "*",    ["widens"]],
  ["* becomes a function",      "*",    () => true, ["narrows"]],
  ["the same function",         decide, decide,     []],
];

test.each(changes)("diff: %s", (_why, old, fresh, expected) => {
  const policies = [old, fresh].map((allowOrigins) => definePolicy({ allowOrigins } as never));
  const [before = definePolicy({ allowOrigins: [] }), after = before] = policies;
  expect(diff(before, after).map(({ change }) => change)).toEqual(expected);
});
