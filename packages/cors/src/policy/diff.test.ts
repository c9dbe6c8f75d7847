import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryOrigin, arbitraryPolicy, arbitraryRequest } from "../../../../test/arbitrary-policy.ts";
import { growth } from "../../../../test/growth.ts";
import { getHeader } from "../http/header-list.ts";
import { decide } from "../server/decide.ts";
import { describeChange } from "./change-sentences.ts";
import { definePolicy } from "./define-policy.ts";
import { diff } from "./diff.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { OriginPattern, Policy } from "./policy.ts";
import type { PolicyChange } from "./policy-change.ts";

const a = "https://a.example";
const b = "https://b.example";
const danger = (allow: string) => [{ allow, reason: "a test", expires: "2099-12-31" }];
const rule = (id: string, path: string, more: object = {}) => ({ id, path, allowOrigins: [a], ...more });
const one = (more: object = {}) => ({ allowOrigins: [a], ...more });
const list = (...allowOrigins: readonly string[]) => ({ allowOrigins });
const all = (...rules: readonly object[]) => ({ rules });
const refusing = (...selfOrigins: readonly string[]) => ({ refuseUnlisted: true, selfOrigins });
const shared = { allowCredentials: true, danger: danger("shared-suffix") };

function policyOf(document: unknown): Policy {
  const { policy, problems } = parsePolicy(document);
  if (policy === null) throw new Error(JSON.stringify(problems));
  return policy;
}

/** `+` widens, `-` narrows, `~` changes. */
const signs = { widens: "+", narrows: "-", changes: "~" } as const;

function short({ change, what, path, before, after }: PolicyChange): string {
  const values = [before, after].flat().filter((value) => value !== undefined);
  return [`${signs[change]}${what}`, path, ...values].join(" ");
}

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, old: unknown, fresh: unknown, changes: readonly string[]])[] = [
  // Origins.
  ["an origin is added",                          one(), list(a, b),                                    [`+origins-added /* ${b}`]],
  ["an origin is removed",                        list(a, b), one(),                                    [`-origins-removed /* ${b}`]],
  ["origins in another order",                    list(a, b), list(b, a),                               []],
  ["one for another",                             one(), list(b),                                       [`+origins-added /* ${b}`, `-origins-removed /* ${a}`]],
  ["one that a pattern covers already",           list("https://*.a.example"), list("https://*.a.example", "https://x.a.example", "https://*.y.a.example"), []],
  ["the bare domain, which *. does not cover",    list("https://*.a.example"), list("https://*.a.example", a), [`+origins-added /* ${a}`]],
  ["a pattern over an exact one",                 list("https://x.a.example"), list("https://*.a.example"), ["+origins-added /* https://*.a.example"]],
  ["a narrower pattern",                          list("https://*.a.example"), list("https://*.x.a.example"), ["-origins-removed /* https://*.a.example"]],
  ["another scheme",                              list("https://*.a.example"), list("https://*.a.example", "http://x.a.example"), ["+origins-added /* http://x.a.example"]],
  ["a look-alike that no label boundary parts",   list("https://*.a.example"), list("https://*.a.example", "https://xa.example"), ["+origins-added /* https://xa.example"]],
  ["any port for one",                            one(), list(`${a}:*`),                                [`+origins-added /* ${a}:*`]],
  ["a port that any port covers, the default too", list(`${a}:*`), list(`${a}:*`, a, `${a}:8443`),      []],
  ["a port more",                                 one(), list(a, `${a}:8443`),                          [`+origins-added /* ${a}:8443`]],
  ["subdomains on any port",                      list("https://*.a.example"), list("https://*.a.example:*"), ["+origins-added /* https://*.a.example:*"]],
  ["an exact port below subdomains on any port",  list("https://*.a.example:*"), list("https://*.a.example:*", "https://x.a.example:1"), []],
  ["in-label for what it covers",                 { ...list("https://pr-1-x.a.example"), ...shared, danger: [] }, { ...list("https://pr-*-x.a.example"), ...shared }, ["+origins-added /* https://pr-*-x.a.example"]],
  ["an exact one that in-label covers",           list("https://pr-*.a.example"), list("https://pr-*.a.example", "https://pr-1.a.example"), []],
  ["an exact one with nothing for the star",      list("https://pr-*.a.example"), list("https://pr-*.a.example", "https://pr-.a.example"), ["+origins-added /* https://pr-.a.example"]],
  ["an exact one with _ for the star",            list("https://pr-*.a.example"), list("https://pr-*.a.example", "https://pr-_.a.example"), ["+origins-added /* https://pr-_.a.example"]],
  ["in-label in in-label",                        list("https://pr-*.a.example"), list("https://pr-*.a.example", "https://pr-x*y.a.example"), []],
  ["in-label in in-label, but for a _",           list("https://pr*.a.example"), list("https://pr*.a.example", "https://pr_*.a.example"), ["+origins-added /* https://pr_*.a.example"]],
  ["in-label in subdomains",                      list("https://*.a.example"), list("https://*.a.example", "https://pr-*.x.a.example"), []],
  ["null",                                        one(), { ...list(a, "null"), danger: danger("null-origin") }, ["+origins-added /* null"]],
  ["* for a list",                                one(), { allowOrigins: "*" },                         ["+origins-added /* *"]],
  ["a list for *",                                { allowOrigins: "*" }, one(),                         ["-origins-removed /* *"]],
  ["null under *",                                { allowOrigins: "*" }, { ...list("null"), danger: danger("null-origin") }, ["-origins-removed /* *"]],
  ["a list with credentials for *",               { allowOrigins: "*" }, one({ allowCredentials: true }), ["+credentials-added /*", "-origins-removed /* *"]],
  ["* for a list with credentials",               one({ allowCredentials: true }), { allowOrigins: "*" }, ["+origins-added /* *", "-credentials-removed /*"]],

  // What an allowed origin gets.
  ["credentials on",                              one(), one({ allowCredentials: true }),               ["+credentials-added /*"]],
  ["a method more",                               one(), one({ allowMethods: ["PUT"] }),                ["+methods-added /* PUT"]],
  ["methods that need no permission",             one(), one({ allowMethods: ["GET", "HEAD", "POST"] }), []],
  ["any method",                                  one({ allowMethods: ["PUT"] }), one({ allowMethods: ["*", "DELETE"] }), ["+methods-added /* *"]],
  ["a method that * covered",                     one({ allowMethods: "*" }), one({ allowMethods: ["PUT"] }), ["-methods-removed /* *"]],
  ["methods differ by case",                      one({ allowMethods: ["patch"] }), one({ allowMethods: ["PATCH"] }), ["+methods-added /* PATCH", "-methods-removed /* patch"]],
  ["headers do not",                              one({ allowHeaders: ["x-a"] }), one({ allowHeaders: ["X-A"] }), []],
  ["a header for another",                        one({ allowHeaders: ["X-A"] }), one({ allowHeaders: ["X-B"] }), ["+headers-added /* X-B", "-headers-removed /* X-A"]],
  ["Authorization, which * does not cover",       one({ allowHeaders: "*" }), one({ allowHeaders: ["*", "Authorization"] }), ["+headers-added /* Authorization"]],
  ["* over Authorization",                        one({ allowHeaders: ["Authorization"] }), one({ allowHeaders: "*" }), ["+headers-added /* *", "-headers-removed /* Authorization"]],
  ["an exposed header",                           one(), one({ exposeHeaders: ["ETag"] }),              ["+exposed-headers-added /* ETag"]],
  ["exposed headers in another order",            one({ exposeHeaders: ["ETag", "Link"] }), one({ exposeHeaders: ["link", "etag"] }), []],
  ["one that every page reads anyway",            one(), one({ exposeHeaders: ["Content-Type"] }),      []],
  ["an origin and what it gets are one change",   list(), one({ allowCredentials: true, allowMethods: ["PUT"] }), [`+origins-added /* ${a}`]],
  ["a method where no origin stays",              one(), { ...list(b), allowMethods: ["PUT"] },         [`+origins-added /* ${b}`, `-origins-removed /* ${a}`]],
  ["a method where an overlap stays",             list("https://*.x.a.example:1"), { ...list("https://*.a.example:*"), allowMethods: ["PUT"] }, ["+origins-added /* https://*.a.example:*", "+methods-added /* PUT"]],
  ["a method where in-labels overlap",            list("https://a*-x.a.example"), { ...list("https://ab*.a.example"), allowMethods: ["PUT"] }, ["+origins-added /* https://ab*.a.example", "+methods-added /* PUT", "-origins-removed /* https://a*-x.a.example"]],
  ["maxAge is neither",                           one(), one({ maxAge: "1h" }),                         ["~max-age-changed /*  3600"]],
  ["a reason is no effect",                       { ...list("null"), danger: danger("null-origin") }, { ...list("null"), danger: [{ allow: "null-origin", reason: "other", expires: "2098-01-01" }] }, []],

  // Refusal: on the rule's paths, and on ambiguous targets.
  ["refusal on",                                  one(), one(refusing(b)),                              ["-refusal-added ", "-refusal-added /*"]],
  ["refusal off",                                 one(refusing(b)), one(),                              ["+refusal-lifted ", "+refusal-lifted /*"]],
  ["an own origin more",                          one(refusing(b)), one(refusing(b, "https://c.example")), ["+self-origins-added  https://c.example", "+self-origins-added /* https://c.example"]],
  ["an own origin that was allowed",              one(refusing(b)), one(refusing(b, a)),                [`+self-origins-added  ${a}`]],
  ["refusal by another rule reaches ambiguous targets", all(rule("x", "/x"), rule("y", "/y", refusing(b))), all(rule("x", "/x", refusing(b)), rule("y", "/y", refusing(b))), ["-refusal-added /x"]],
  ["* refuses nobody, but on ambiguous targets",  { allowOrigins: "*" }, { allowOrigins: "*", ...refusing(b) }, ["-refusal-added "]],

  // Rules and paths.
  ["a rule renamed",                              all(rule("x", "/x")), all(rule("y", "/x")),           []],
  ["a segment renamed",                           all(rule("x", "/:a/b")), all(rule("x", "/:c/b")),     []],
  ["rules apart in another order",                all(rule("x", "/x"), rule("y", "/y")), all(rule("y", "/y"), rule("x", "/x")), []],
  ["a rule split in two",                         all(rule("x", "/:any")), all(rule("1", "/1/"), rule("x", "/:any")), []],
  ["a rule split in two, which makes /Y ambiguous", all(rule("x", "/:any")), all(rule("y", "/y/"), rule("x", "/:any")), [`-origins-removed  ${a}`]],
  ["an exception above",                          all(rule("x", "/*")), all(rule("no", "/private", { allowOrigins: [] }), rule("x", "/*")), [`-origins-removed /private ${a}`]],
  ["an exception gone",                           all(rule("no", "/private/*", { allowOrigins: [] }), rule("x", "/*")), all(rule("x", "/*")), [`+origins-added /private/* ${a}`]],
  ["an exception gone with nothing below",        all(rule("no", "/p", { allowOrigins: [] }), rule("x", "/x")), all(rule("x", "/x")), ["~path-ungoverned /p"]],
  ["a rule for a new path",                       all(rule("x", "/x")), all(rule("x", "/x"), rule("y", "/y")), [`+origins-added /y ${a}`, "~path-governed /y"]],
  ["a rule removed",                              all(rule("x", "/x"), rule("y", "/y")), all(rule("x", "/x")), [`-origins-removed /y ${a}`, "~path-ungoverned /y"]],
  ["a wider path",                                all(rule("x", "/x")), all(rule("x", "/x/*")),         [`+origins-added /x/* ${a}`, "~path-governed /x/*"]],
  ["a narrower path",                             all(rule("x", "/:any")), all(rule("x", "/x")),        [`-origins-removed /:any ${a}`, "~path-ungoverned /:any"]],
  ["paths that cross, in another order",          all(rule("x", "/:any/b"), rule("y", "/a/:any", list(b))), all(rule("y", "/a/:any", list(b)), rule("x", "/:any/b")), [`+origins-added /:any/b ${b}`, `-origins-removed /:any/b ${a}`]],
  ["another case of a path",                      all(rule("x", "/X")), all(rule("x", "/x")),           [`-origins-removed  ${a}`, `+origins-added  ${a}`]],
  ["a rule that makes another case ambiguous",    all(rule("x", "/*")), all(rule("y", "/y"), rule("x", "/*")), [`-origins-removed  ${a}`]],
];

describe("what changes", () => {
  test.each(facts)("%s", (_why, old, fresh, changes) => {
    expect(diff(policyOf(old), policyOf(fresh)).map(short).sort()).toEqual([...changes].sort());
  });

  test.each(facts)("%s, the other way round", (_why, old, fresh) => {
    expect(diff(policyOf(fresh), policyOf(old)).map(mirror).sort()).toEqual(
      diff(policyOf(old), policyOf(fresh)).map(mirrored).sort(),
    );
  });
});

/** What stays the same when the two policies are exchanged, and what is then exchanged. */
function mirror({ change, what, path, before, after }: PolicyChange): string {
  return JSON.stringify([change, what, path, before ?? null, after ?? null]);
}

function mirrored(change: PolicyChange): string {
  const kind = { widens: "narrows", narrows: "widens", changes: "changes" } as const;
  const opposite = [
    [/added$/, "removed"],
    [/removed$/, "added"],
    [/refusal-lifted/, "refusal-added"],
    [/refusal-added/, "refusal-lifted"],
    [/path-governed/, "path-ungoverned"],
    [/path-ungoverned/, "path-governed"],
  ] as const;
  const [from, to] =
    opposite.findLast(([pattern]) => pattern.test(change.what)) ?? (["max-age-changed", "max-age-changed"] as const);
  const what = change.what.replace(from, to) as PolicyChange["what"];
  const { before, after, ...rest } = change;
  return mirror({
    ...rest,
    change: kind[change.change],
    what,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
  });
}

test("a change is one sentence, with its place", () => {
  const old = policyOf(all(rule("api", "/api/*", { maxAge: 60 })));
  const fresh = policyOf(
    all(rule("v1", "/api/v1", { allowMethods: ["PUT"], maxAge: 60 }), rule("api", "/api/*", list(b))),
  );
  expect(diff(old, fresh).map(describeChange)).toEqual([
    `On "/api/*", of rule "api": pages of "${b}" may read answers that they could not.`,
    `On "/api/*", of rule "api": pages of "${a}" may no longer read answers.`,
    'On "/api/v1", now of rule "v1", until now of "api": pages may send "PUT".',
  ]);
});

test("an ambiguous target is named by its example", () => {
  const [narrower] = diff(policyOf(all(rule("x", "/*"))), policyOf(all(rule("y", "/y"), rule("x", "/*"))));
  expect(narrower).toMatchObject({ change: "narrows", path: null, example: "/Y", oldRuleId: "x" });
  expect(narrower && describeChange(narrower)).toBe(
    `On targets such as "/Y", now ambiguous, until now of rule "x": pages of "${a}" may no longer read answers.`,
  );
  const refused = diff(policyOf(one()), policyOf(one(refusing(b))))[0];
  expect(refused && describeChange(refused)).toBe(
    'On targets such as "//", which are ambiguous: requests of origins that are not listed are answered 403, and no longer reach the application.',
  );
});

test("a document that was not validated is no policy", () => {
  expect(() => diff(one() as never, policyOf(one()))).toThrow("Make one with definePolicy(document).");
});

/** Others load the machine: nothing here is about time. */
const patient = { timeout: 180_000 };

describe("held against decide", () => {
  const universe = {
    methods: ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "LOCK"],
    headers: ["content-type", "authorization", "x-csrf-token", "x-request-id", "etag", "x-other"],
  };

  /** Everything that a page of an origin gets at a target, as words. */
  function privileges(policy: Policy, target: string, origin: string): ReadonlySet<string> {
    const answer = (method: string, ...more: (readonly [string, string])[]) =>
      decide(policy, { method, target, headers: [["Origin", origin], ...more] });
    const actual = answer("GET");
    const preflight = answer("OPTIONS", ["Access-Control-Request-Method", "PUT"]);
    const listed = (set: (typeof actual)["set"], name: string) =>
      (getHeader(set, name) ?? "")
        .toLowerCase()
        .split(", ")
        .filter((entry) => entry !== "");
    const found = new Set<string>();
    if (actual.kind !== "refused") found.add("reaches the application");
    if (getHeader(actual.set, "Access-Control-Allow-Origin") === null) return found;
    found.add("reads");
    if (getHeader(actual.set, "Access-Control-Allow-Credentials") !== null) found.add("has credentials");
    const exposed = listed(actual.set, "Access-Control-Expose-Headers");
    const methods = listed(preflight.set, "Access-Control-Allow-Methods");
    const headers = listed(preflight.set, "Access-Control-Allow-Headers");
    for (const method of universe.methods) {
      if (method === "GET" || methods.includes("*") || methods.includes(method.toLowerCase())) found.add(method);
    }
    for (const header of universe.headers) {
      const wild = headers.includes("*") && header !== "authorization";
      if (wild || headers.includes(header)) found.add(`sends ${header}`);
      if (header === "content-type" || exposed.includes("*") || exposed.includes(header)) found.add(`reads ${header}`);
    }
    return found;
  }

  function getsMore(from: Policy, to: Policy, target: string, origin: string): boolean {
    const before = privileges(from, target, origin);
    return [...privileges(to, target, origin)].some((privilege) => !before.has(privilege));
  }

  /** Two policies that have rules in common as often as not. */
  const pair = fc
    .tuple(arbitraryPolicy, arbitraryPolicy, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
    .map(([old, other, taken]): readonly [Policy, Policy] => {
      const rules = [...old.toJSON().rules, ...other.toJSON().rules].filter((_, index) => taken[index]);
      const mixed = parsePolicy({ rules: rules.map((entry, index) => ({ ...entry, id: `mixed-${index}` })) });
      return [old, mixed.policy ?? other];
    });
  const target = fc.oneof(
    arbitraryRequest.map((request) => request.target),
    fc.constantFrom("/API/private", "/Api/x", "/b/x", "/caf%c3%a9", "/caf%C3%A9", "/x", "/fonts", "/api/private/"),
  );
  const runs = { numRuns: 3000 };
  const has = (changes: readonly PolicyChange[], kind: PolicyChange["change"]) =>
    changes.some(({ change }) => change === kind);

  test("who gets more is told, and who gets less", patient, () => {
    let more = 0;
    const property = fc.property(pair, target, arbitraryOrigin, ([old, fresh], where, origin) => {
      const changes = diff(old, fresh);
      if (getsMore(old, fresh, where, origin)) {
        more++;
        expect(has(changes, "widens")).toBe(true);
      }
      if (getsMore(fresh, old, where, origin)) expect(has(changes, "narrows")).toBe(true);
    });
    fc.assert(property, runs);
    // The property is about something.
    expect(more).toBeGreaterThan(300);
  });

  test("at the very path of the example", patient, () => {
    const property = fc.property(pair, target, arbitraryOrigin, ([old, fresh], where, origin) => {
      if (!getsMore(old, fresh, where, origin)) return;
      const { ruleId } = decide(fresh, { method: "GET", target: where, headers: [] }).reason;
      const { ruleId: oldRuleId } = decide(old, { method: "GET", target: where, headers: [] }).reason;
      // Where a case of letters is ambiguous, the same effect may be told at the path itself.
      if (ruleId === undefined || oldRuleId === undefined) return;
      const there = diff(old, fresh).filter((change) => change.ruleId === ruleId && change.oldRuleId === oldRuleId);
      expect(has(there, "widens")).toBe(true);
    });
    fc.assert(property, runs);
  });

  test("what is told happens: the example shows it for an origin of the patterns", patient, () => {
    const property = fc.property(pair, ([old, fresh]) => {
      const candidates = [old, fresh]
        .flatMap(({ rules }) => rules)
        .flatMap(({ allowOrigins, selfOrigins }) => [
          ...(allowOrigins === "*" ? [] : allowOrigins.flatMap(samples)),
          ...selfOrigins,
        ]);
      for (const { change, example } of diff(old, fresh)) {
        if (change === "changes") continue;
        const [from, to] = change === "widens" ? [old, fresh] : [fresh, old];
        const shown = [...candidates, "https://nobody.example"].some((origin) =>
          getsMore(from, to, example ?? "", origin),
        );
        expect(shown).toBe(true);
      }
    });
    fc.assert(property, { numRuns: 1000 });
  });

  /** Origins that a pattern covers, unlikely for another to cover too. */
  function samples({ scheme, host, wildcard, port }: OriginPattern): string[] {
    if (wildcard === "null") return ["null"];
    const hosts =
      wildcard === "none"
        ? [host]
        : wildcard === "subdomains"
          ? ["q_z", "pr-q"].map((label) => `${label}.${host}`)
          : ["q9z", "q9-x"].map((label) => host.replace("*", label));
    const ports = port === "*" ? ["", ":54321", ":8443"] : [port === null ? "" : `:${port}`];
    return hosts.flatMap((name) => ports.map((suffix) => `${scheme}://${name}${suffix}`));
  }

  test("a policy and itself, printed or with other ids, are alike", () => {
    const property = fc.property(arbitraryPolicy, (policy) => {
      expect(diff(policy, policy)).toEqual([]);
      const rules = policy.toJSON().rules.map((entry, index) => ({ ...entry, id: `renamed-${index}` }));
      expect(diff(policy, definePolicy({ rules }))).toEqual([]);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test("the other way round, widens is narrows", patient, () => {
    const property = fc.property(pair, ([old, fresh]) => {
      expect(diff(fresh, old).map(mirror).sort()).toEqual(diff(old, fresh).map(mirrored).sort());
    });
    fc.assert(property, runs);
  });
});

describe("large policies", () => {
  test("the work grows as the number of origins does", patient, () => {
    const pairs = new Map(
      [7_500, 60_000].map((size) => {
        const many = Array.from(
          { length: size },
          (_, index) => `https://${index % 2 ? "*." : ""}t${index}.example.com`,
        );
        return [size, [policyOf(list(...many)), policyOf(list(...many.slice(1), b))] as const];
      }),
    );
    const ratio = growth(7_500, (size) => {
      const [old, fresh] = pairs.get(size) ?? [];
      expect(old && fresh && diff(old, fresh).map(short)).toHaveLength(2);
    });
    expect(ratio).toBeLessThan(30);
  });

  test("paths that overlap in too many ways are both more and less", () => {
    // Each rule names one segment of thirty: which of them still match can be any set of them.
    const rules = Array.from({ length: 30 }, (_, index) => {
      const segments = Array.from({ length: 30 }, (_, at) => (at === index ? "x" : `:s${at}`));
      return rule(`r${index}`, `/${segments.join("/")}`);
    });
    const changes = diff(policyOf(all(...rules)), policyOf(all(...rules.toReversed())));
    expect(changes.map(short)).toEqual(["+paths-undecided ", "-paths-undecided "]);
    expect(changes.map(describeChange)[0]).toBe(
      "Everywhere: the paths of the rules overlap in too many ways to compare, so both more and less must be expected.",
    );
  });
});
