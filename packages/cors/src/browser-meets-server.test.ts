import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPolicy } from "../../../test/arbitrary-policy.ts";
import { departuresOf, type Engine } from "./browser/departures.ts";
import { judge } from "./browser/judge.ts";
import type { HttpResponse } from "./http/exchange.ts";
import type { OriginPattern, PathPattern, Policy, Rule } from "./policy/policy.ts";
import { policyResponder } from "./server/policy-responder.ts";

/**
 * One half of this library judges the other: what a browser concludes from a server's answers is what the policy promises.
 * The promise is worked out here a second time, from the policy's words alone.
 */
interface Promised {
  readonly readable: boolean;
  readonly preflighted: boolean;
  /** Of the handler's own headers, those that the page sees. */
  readonly seen: readonly string[];
}

interface Call {
  readonly page: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: "omit" | "same-origin" | "include";
}

const site = "https://api.example.com";
const answer: HttpResponse = {
  status: 404,
  headers: [
    ["Content-Type", "application/json"],
    ["ETag", '"1"'],
    ["X-Request-Id", "7"],
    ["Vary", "Accept"],
  ],
};

/** Every engine that the browser model has, and how many calls each is asked: the compiler knows when there is another. */
const engines: Readonly<Record<Engine, number>> = { standard: 2000, chromium: 800, firefox: 800, webkit: 800 };

function promised(policy: Policy, { page, path, method, headers, credentials }: Call, engine: Engine): Promised {
  const rule = ruleFor(policy, path);
  const withCredentials = credentials === "include";
  const starCounts = (names: readonly string[]) => names.includes("*") && !withCredentials;
  const lowerCase = (names: readonly string[]) => names.map((name) => name.toLowerCase());

  const unsafe = Object.keys(headers).filter((name) => name !== "Accept");
  const unsafeMethod = !["GET", "HEAD", "POST"].includes(method);
  const preflighted = unsafeMethod || unsafe.length > 0;
  const seenIn = ({ exposeHeaders }: Rule) =>
    ["content-type", "etag", "x-request-id", "vary"].filter(
      (name) => name === "content-type" || lowerCase(exposeHeaders).includes(name) || starCounts(exposeHeaders),
    );

  const allowed =
    rule !== null &&
    (rule.allowOrigins === "*" || rule.allowOrigins.some((pattern) => originExpression(pattern).test(page))) &&
    (!withCredentials || rule.allowCredentials);
  if (!allowed) return { readable: false, preflighted, seen: [] };
  const methodAllowed = !unsafeMethod || rule.allowMethods.includes(method) || starCounts(rule.allowMethods);
  const headersAllowed = unsafe.every(
    (name) =>
      lowerCase(rule.allowHeaders).includes(name.toLowerCase()) ||
      (starCounts(rule.allowHeaders) && (name !== "Authorization" || letsAuthorizationThrough(engine))),
  );
  const readable = methodAllowed && headersAllowed;
  return { readable, preflighted, seen: readable ? seenIn(rule) : [] };
}

/** No browser gives `Authorization` the exception from `*` that the standard has. */
function letsAuthorizationThrough(engine: Engine): boolean {
  return engine !== "standard" && departuresOf(engine).includes("authorization-by-wildcard");
}

function ruleFor(policy: Policy, path: string): Rule | null {
  if (/\/\/|%2f|%5c|%25|%0a/i.test(path)) return null;
  const unreserved = path.replace("%61", "a");
  const find = (flags: string) =>
    policy.rules.find((rule) => pathExpression(rule.path, flags).test(unreserved)) ?? null;
  return find("") === find("i") ? find("") : null;
}

function pathExpression({ text }: PathPattern, flags: string): RegExp {
  const source = text.replace(/\/?\*?$/, "").replace(/:[a-z]+/g, "[^/]+");
  return new RegExp(`^${source}${text.endsWith("/*") ? "(?:/.*)?" : "/?"}$`, flags);
}

function originExpression({ text }: OriginPattern): RegExp {
  const source = text
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace("://\\*\\.", "://(?:[a-z0-9_-]+\\.)+")
    .replace(/:\\\*$/, "(?::[0-9]+)?")
    .replace("\\*", "[a-z0-9-]+");
  return new RegExp(`^${source}$`);
}

const call: fc.Arbitrary<Call> = fc.record({
  page: fc.constantFrom(
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://a.example.com",
    "https://a.b.deep.example.com:1",
    "https://pr-1.example.com",
    "https://pr-1-x.example.com:65535",
    "http://localhost:3000",
    "http://a.localhost",
    "https://192.0.2.1",
    "http://[::1]:8080",
    "https://xn--bcher-kva.example",
    "https://evil.example",
    "https://app.example.com.evil.example",
    "null",
  ),
  path: fc.constantFrom(
    "/",
    "/api",
    "/api/",
    "/api/1",
    "/api/private",
    "/API/private",
    "/%61pi/1",
    "/a/x",
    "/fonts/b",
    "/Fonts/b",
    "//api/1",
    "/api%2F1",
    "/caf%C3%A9",
    "/x/y/z",
  ),
  method: fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"),
  headers: fc
    .subarray(["Authorization", "X-CSRF-Token", "X-Request-Id", "Accept", "Content-Type"], { maxLength: 2 })
    .map((names) =>
      Object.fromEntries(names.map((name) => [name, name === "Content-Type" ? "application/json" : "1"])),
    ),
  credentials: fc.constantFrom("omit", "same-origin", "include"),
});

test.each(Object.entries(engines))(
  "in %s a page reads what the policy promises, and nothing else",
  { timeout: 300_000 },
  (name, numRuns) => {
    const engine = name as Engine;
    const outcomes = new Map<string, number>();
    const property = fc.property(arbitraryPolicy, call, (policy, what) => {
      const { page, path, ...request } = what;
      const responder = policyResponder(policy, () => answer);
      const asked = { url: `${site}${path}`, ...request };
      const verdict = judge({ page: { origin: page }, request: asked, responder, engine });
      const { readable, preflighted, seen } = promised(policy, what, engine);

      expect(verdict.type).toBe(readable ? "allowed" : "network error");
      expect(verdict.preflights.length).toBe(preflighted ? 1 : 0);
      if (verdict.type === "allowed") {
        expect(verdict.response).toMatchObject({ type: "cors", status: 404 });
        const own = ["content-type", "etag", "x-request-id", "vary"];
        const names = verdict.response.headers.map(([name]) => name.toLowerCase());
        expect(names.filter((name) => own.includes(name)).sort()).toEqual([...seen].sort());
      }
      const outcome = `${verdict.type}${preflighted ? ", preflighted" : ""}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    });
    fc.assert(property, { numRuns });
    // A property that only ever saw one side of itself would show nothing.
    for (const outcome of ["allowed", "allowed, preflighted", "network error", "network error, preflighted"]) {
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(numRuns / 200);
    }
  },
);

test("a page of the site itself reads everything, whatever the policy", () => {
  const property = fc.property(arbitraryPolicy, call, (policy, { path, method, headers, credentials }) => {
    const responder = policyResponder(policy, () => answer);
    const request = { url: `${site}${path}`, method, headers, credentials };
    const verdict = judge({ page: { origin: site }, request, responder });
    expect(verdict.preflights).toEqual([]);
    expect(verdict).toMatchObject({ type: "allowed", response: { type: "basic" } });
  });
  fc.assert(property, { numRuns: 1000 });
});
