import type { HeaderList, HttpResponse, Responder } from "@crosscheck/cors/http";
import { getHeader } from "@crosscheck/cors/http";
import { expect, test } from "vitest";
import { evidenceFrom } from "../scan/evidence-from.ts";
import { corsStatus } from "./cors-status.ts";
import { corsTest } from "./cors-test.ts";
import type { Evidence } from "./evidence.ts";
import { runChecks } from "./run-checks.ts";

/** One site in one row: what it answers to an origin (null: none was sent), a method and a path. */
type Answer = (origin: string | null, method: string, path: string) => HeaderList | HttpResponse;

const allow = (origin: string | null, credentials: string | null = "true"): HeaderList => [
  ...(origin === null ? [] : [["Access-Control-Allow-Origin", origin] as const]),
  ...(credentials === null ? [] : [["Access-Control-Allow-Credentials", credentials] as const]),
];
const vary: HeaderList = [["Vary", "Origin"]];
const methods: HeaderList = [["Access-Control-Allow-Methods", "GET, PUT"]];
const app = "https://app.shop.example";

/** 200 at `/` and 404 elsewhere, unless the answer has a status of its own. */
function site(answer: Answer): Responder {
  return ({ method, url, headers }) => {
    const { pathname } = new URL(url);
    const given = answer(getHeader(headers, "origin"), method, pathname);
    return "status" in given ? given : { status: pathname === "/" ? 200 : 404, headers: given };
  };
}

const status = (code: number, headers: HeaderList = []): HttpResponse => ({ status: code, headers });
const echo =
  (credentials: string | null = "true"): Answer =>
  (origin) =>
    origin === null ? [] : [...allow(origin, credentials), ...vary];
const when =
  (trusted: (origin: string) => boolean, credentials: string | null = "true"): Answer =>
  (origin) =>
    origin !== null && trusted(origin) ? [...allow(origin, credentials), ...vary] : vary;
const always =
  (answer: HeaderList | HttpResponse): Answer =>
  () =>
    answer;

/** Private: scanned from inside; else a public host. */
type Row = readonly [why: string, answer: Answer, verdict: string, findings: readonly string[], where?: "private"];

// biome-ignore format: one fact per line
const sites: readonly Row[] = [
  // Safe, and look-alikes of what is not.
  ["no CORS",                                             always([]),                                                    "passed",  []],
  ["no CORS, on a private host",                          always([]),                                                    "passed",  [], "private"],
  ["public: *",                                           always(allow("*", null)),                                      "passed",  []],
  ["* and Vary: Origin",                                  always([...allow("*", null), ...vary]),                        "passed",  []],
  ["* and credentials false, which is noise",             always(allow("*", "false")),                                   "passed",  []],
  ["one fixed origin",                                    always(allow(app)),                                            "passed",  []],
  ["one fixed http origin",                               always(allow("http://app.shop.example")),                      "failed unsafe", ["trusts-insecure-scheme conditional"]],
  ["one fixed origin with a port",                        always(allow("https://app.shop.example:8443")),                "passed",  []],
  ["one fixed IPv6 origin",                               always(allow("http://[::1]:3000")),                            "passed",  []],
  ["a list, compared exactly",                            when((origin) => origin === app),                              "passed",  []],
  ["its own origin alone",                                when((origin) => origin === "https://shop.example"),           "passed",  []],
  ["a list without Vary",                                 (origin) => (origin === app ? allow(origin) : []),             "passed",  []],
  ["an anchored regex over subdomains",                   when((origin) => /^https:\/\/[a-z.]+\.shop\.example$/.test(origin)), "passed", ["trusts-any-subdomain conditional"]],
  ["credentials alone, without an origin",                always(allow(null)),                                           "passed",  []],
  ["the methods alone",                                   always(methods),                                               "passed",  []],
  ["foreign origins get 403",                             (origin) => (origin === null || origin === "https://shop.example" ? [] : status(403)), "passed", []],
  ["every Origin gets 403",                               (origin) => (origin === null ? [] : status(403)),              "passed",  []],
  ["Express's error for foreign origins: 500",            (origin) => (origin === null ? [] : status(500)),              "passed",  []],
  ["404 for everything",                                  always(status(404)),                                           "passed",  []],
  ["401 for everything",                                  always(status(401, [["WWW-Authenticate", "Basic"]])),          "passed",  []],
  ["* on every status",                                   (_origin, method) => (method === "OPTIONS" ? status(204, allow("*", null)) : allow("*", null)), "passed", []],
  ["the echo with another case is nobody's origin",       (origin) => (origin === null ? [] : allow(origin === "null" ? "Null" : null)), "failed broken", ["invalid-or-duplicate broken"]],
  ["the echo in Timing-Allow-Origin is no CORS",          (origin) => [["Timing-Allow-Origin", origin ?? "*"]],          "passed",  ["timing-allow-origin info"]],
  ["a page that answers every path",                      always(status(200, allow("*", null))),                         "passed",  []],
  ["an empty value as a refusal, beside a real grant",    (origin) => allow(origin === "https://shop.example" ? origin : "", null), "passed", []],

  // Everybody is let in.
  ["echo",                                                echo(),                                                        "failed unsafe", ["reflects-any-origin vulnerable"]],
  ["echo, on a private host",                             echo(),                                                        "failed unsafe", ["reflects-any-origin vulnerable"], "private"],
  ["echo of null too",                                    (origin) => (origin === null ? [] : allow(origin)),            "failed unsafe", ["reflects-any-origin vulnerable"]],
  ["echo of https: origins",                              when((origin) => origin.startsWith("https://")),               "failed unsafe", ["reflects-any-origin vulnerable"]],
  ["echo of .com names",                                  when((origin) => /\.com$/.test(origin)),                       "failed unsafe", ["reflects-any-origin vulnerable"]],
  ["echo on errors as well",                              (origin) => status(500, origin === null ? [] : allow(origin)), "failed unsafe", ["reflects-any-origin vulnerable"]],
  ["echo, * to nobody",                                   (origin) => (origin === null ? allow("*", null) : allow(origin)), "failed unsafe", ["reflects-any-origin vulnerable"]],
  ["echo and null with credentials both",                 when((origin) => origin === "null" || origin.startsWith("https://")), "failed unsafe", ["reflects-any-origin vulnerable"]],
  ["echo without credentials, public host",               echo(null),                                                    "passed",  ["reflects-any-origin-anonymously public"]],
  ["echo without credentials, private host",              echo(null),                                                    "failed unsafe", ["reflects-any-origin-anonymously public"], "private"],
  ["echo with TRUE, public host",                         echo("TRUE"),                                                  "passed",  ["reflects-any-origin-anonymously public"]],
  ["echo with TRUE, private host",                        echo("TRUE"),                                                  "failed unsafe", ["reflects-any-origin-anonymously public"], "private"],
  ["echo with true, twice",                               (origin) => (origin === null ? [] : [...allow(origin), ["Access-Control-Allow-Credentials", "true"]]), "passed", ["reflects-any-origin-anonymously public"]],

  // null
  ["null on the list",                                    when((origin) => origin === "null" || origin === app),         "failed unsafe", ["trusts-null vulnerable"]],
  ["null in every answer",                                always(allow("null")),                                         "failed unsafe", ["trusts-null vulnerable"]],
  ["null in every answer, without credentials",           always(allow("null", null)),                                   "passed",  ["trusts-null public"]],
  ["the same on a private host",                          always(allow("null", null)),                                   "failed unsafe", ["trusts-null public"], "private"],
  ["null with credentials, others without",               (origin) => (origin === null ? [] : allow(origin, origin === "null" ? "true" : null)), "failed unsafe", ["trusts-null vulnerable", "reflects-any-origin-anonymously public"]],

  // The beginning of the origin.
  ["startsWith",                                          when((origin) => origin.startsWith("https://shop.example")),   "failed unsafe", ["prefix-match vulnerable"]],
  ["startsWith, without Vary",                            (origin) => (origin?.startsWith("https://shop.example") ? allow(origin) : []), "failed unsafe", ["prefix-match vulnerable"]],
  ["a regex without $",                                   when((origin) => /^https:\/\/shop\.example/.test(origin)),     "failed unsafe", ["prefix-match vulnerable"]],
  ["a regex over subdomains without $",                   (origin) => (/^https:\/\/[a-z]+\.shop\.example/.test(origin ?? "") ? allow(origin) : []), "failed unsafe", ["prefix-match vulnerable", "trusts-any-subdomain conditional"]],
  ["startsWith, without credentials",                     when((origin) => origin.startsWith("https://shop.example"), null), "passed", ["prefix-match public"]],
  ["startsWith of another name",                          when((origin) => origin.startsWith("https://partner.example")), "passed", []],

  // What no browser honours.
  ["* with credentials",                                  always(allow("*")),                                            "failed broken", ["wildcard-with-credentials broken"]],
  ["* with credentials, on a private host",  always(allow("*")),                                            "failed unsafe", ["public-on-private-host public", "wildcard-with-credentials broken"], "private"],
  ["* with credentials on preflights alone",              (_origin, method) => (method === "OPTIONS" ? status(204, allow("*")) : []), "failed broken", ["wildcard-with-credentials broken"]],
  ["* with TRUE: not even a promise",                     always(allow("*", "TRUE")),                                    "passed",  []],
  ["two origins in a list",                               always(allow(`${app}, https://admin.shop.example`)),           "failed broken", ["invalid-or-duplicate broken"]],
  ["two origins with a space",                            always(allow(`${app} https://admin.shop.example`)),            "failed broken", ["invalid-or-duplicate broken"]],
  ["* twice",                                             always([...allow("*", null), ...allow("*", null)]),            "failed broken", ["invalid-or-duplicate broken"]],
  ["the echo twice: two layers",                          (origin) => (origin === null ? [] : [...allow(origin), ...allow(origin)]), "failed broken", ["invalid-or-duplicate broken"]],
  ["* beside a listed origin",                            (origin) => [...allow("*", null), ...(origin === "https://shop.example" ? allow(origin) : [])], "failed broken", ["invalid-or-duplicate broken"]],
  ["a pattern",                                           always(allow("https://*.shop.example")),                       "failed broken", ["invalid-or-duplicate broken"]],
  ["a slash at the end",                                  always(allow(`${app}/`)),                                      "failed broken", ["invalid-or-duplicate broken"]],
  ["upper case",                                          always(allow("HTTPS://APP.SHOP.EXAMPLE")),                     "failed broken", ["invalid-or-duplicate broken"]],
  ["the default port",                                    always(allow("http://app.shop.example:80")),                   "failed broken", ["invalid-or-duplicate broken"]],
  ["true",                                                always(allow("true")),                                         "failed broken", ["invalid-or-duplicate broken"]],
  ["Apache's (null)",                                     always(allow("(null)")),                                       "failed broken", ["invalid-or-duplicate broken"]],
  ["a regex",                                             always(allow("^https://.*\\.shop\\.example$")),                "failed broken", ["invalid-or-duplicate broken"]],
  ["in quotes",                                           always(allow(`"${app}"`)),                                     "failed broken", ["invalid-or-duplicate broken"]],
  ["doubled on errors alone",                             (_origin, _method, path) => (path === "/" ? allow(app) : [...allow(app), ...allow(app)]), "failed broken", ["invalid-or-duplicate broken"]],
  ["an odd value on errors of a site without CORS",       (_origin, _method, path) => (path === "/" ? [] : allow("")),   "passed",  ["only-on-error info"]],

  // Errors.
  ["lost on errors, the methods are not",                 (_origin, _method, path) => [...(path === "/" ? allow("*", null) : []), ...methods], "failed broken", ["inconsistent-on-error broken"]],
  ["lost on errors with all the rest",                    (_origin, _method, path) => (path === "/" ? allow(app) : []),  "passed",  ["inconsistent-on-error info"]],
  ["lost on errors for a listed origin",                  (origin, _method, path) => [...methods, ...(path === "/" && origin === "https://shop.example" ? allow(origin) : [])], "failed broken", ["inconsistent-on-error broken"]],
  ["missing paths redirect, without the header",          (_origin, _method, path) => (path === "/" ? [...allow("*", null), ...methods] : status(302, [["Location", "/"], ...methods])), "failed broken", ["inconsistent-on-error broken"]],

  // Two things at once: who is at risk comes first.
  ["echo, and lost on errors",                            (origin, _method, path) => [...methods, ...(path === "/" && origin !== null ? allow(origin) : [])], "failed unsafe", ["reflects-any-origin vulnerable", "inconsistent-on-error broken"]],

  // A redirect's own headers are nobody's to read.
  ["a redirect that echoes",                              (origin) => status(302, [["Location", "https://elsewhere.example/"], ...(origin === null ? [] : allow(origin))]), "passed", []],
];

/** Advice that many of these sites earn beside what the row is about; each has examples of its own in the catalogue. */
const advice: readonly string[] = ["missing-vary", "costly-preflight", "pointless-header"];

test.each(sites.map(([why, ...row]) => [why, row] as const))("%s", (_why, [answer, expected, findings, where]) => {
  const evidence = evidenceFrom("https://shop.example/", site(answer), { network: where ?? "public" });
  const found = runChecks(evidence);
  const result = corsTest(evidence, found);
  expect(evidence.incomplete).toBeNull();
  const told = found.filter(({ check }) => !advice.includes(check)).map(({ check, level }) => `${check} ${level}`);
  expect(told).toEqual(findings);
  expect(result.verdict + ("cause" in result ? ` ${result.cause}` : "")).toBe(expected);
});

// biome-ignore format: one fact per line
const statusFacts: readonly (readonly [why: string, answer: Answer, enabled: boolean, allowOrigin: readonly string[] | undefined, summary: RegExp])[] = [
  ["no CORS",                   always([]),                        false, undefined,  /^CORS is not enabled/],
  ["public",                    always(allow("*", null)),          true,  ["*"],      /^CORS is enabled: any page can read/],
  ["two headers are two",       always([...allow("*", null), ...allow(app, null)]), true, ["*", app], /^CORS is enabled, but it does not work/],
  ["a list that Vary betrays",  when((origin) => origin === app),  true,  undefined,  /^CORS is enabled, at most for origins that the site lists/],
  ["on error pages alone",      (_origin, _method, path) => (path === "/" ? [] : allow("*", null)), false, undefined, /^CORS is not enabled for this page: only the site's error page/],
  ["Vary: * betrays nothing",   always([["Vary", "*"]]),           false, undefined,  /^CORS is not enabled/],
  ["echo",                      when(() => true),                  true,  ["https://qaaaaaaaaaaf.com"], /^CORS is enabled, and any website can read the responses as the visitor/],
  ["on preflights alone",       (_origin, method) => (method === "OPTIONS" ? status(204, [...allow(app), ...methods]) : []), true, [app], /^CORS is enabled, and no page/],
];

test.each(statusFacts)("whether CORS is on: %s", (_why, answer, enabled, allowOrigin, summary) => {
  const evidence = evidenceFrom("https://shop.example/", site(answer));
  expect(corsStatus(evidence)).toMatchObject({ enabled });
  expect(corsStatus(evidence).headers["access-control-allow-origin"]).toEqual(allowOrigin);
  expect(corsTest(evidence, runChecks(evidence)).summary).toMatch(summary);
});

test("what the state of the visitor's browser must be is read from cookies and authentication", () => {
  const state = (...headers: HeaderList): string | null | undefined => {
    const evidence: Evidence = evidenceFrom(
      "https://shop.example/",
      site((origin) => [...headers, ...(origin === null ? [] : allow(origin))]),
    );
    return runChecks(evidence)[0]?.state;
  };
  expect(state()).toMatch(/^no session seen: judged as if/);
  expect(state(["Set-Cookie", "id=1; SameSite=None; Secure"])).toMatch(/SameSite=None/);
  expect(state(["Set-Cookie", "id=1; SameSite=None; Secure; Partitioned"])).toMatch(/^a page of the same site/);
  expect(state(["Set-Cookie", "id=1; SameSite=None"])).toMatch(/^no session seen: judged as if/);
  expect(state(["Set-Cookie", "id=1; SameSite=Lax"])).toMatch(/^a page of the same site/);
  expect(state(["Set-Cookie", "id=1"])).toMatch(/^a visitor in Firefox or Safari/);
  expect(state(["Set-Cookie", "theme=dark"])).toMatch(/^no session seen: the cookies/);
  expect(state(["Set-Cookie", "csrftoken=1; SameSite=Lax"])).toMatch(/^no session seen: the cookies/);
  expect(state(["WWW-Authenticate", "NTLM"])).toMatch(/HTTP authentication/);
});

// A page on https may not ask http (mixed content), loopback apart: what such pages alone are given is conditional.
// biome-ignore format: one fact per line
const places: readonly (readonly [why: string, url: string, answer: Answer, findings: readonly string[], origin: RegExp | null])[] = [
  ["plain http: pages on http",                   "http://intranet.example/", echo(),                                          ["reflects-any-origin"], /^http:\/\/[a-z]+\.com$/],
  ["plain http that lets https in alone",         "http://intranet.example/", when((origin) => origin.startsWith("https://")), ["reflects-any-origin"], /^https:\/\/[a-z]+\.com$/],
  ["plain http that lets http in alone",          "http://intranet.example/", when((origin) => origin.startsWith("http://")), ["reflects-any-origin"], /^http:\/\/[a-z]+\.com$/],
  ["loopback that lets http in alone",            "http://127.0.0.1:3000/",   when((origin) => origin.startsWith("http://")), ["reflects-any-origin"], /^http:\/\/[a-z]+\.com$/],
  ["startsWith of an https name on plain http",   "http://intranet.example/", when((origin) => origin.startsWith("https://intranet.example")), ["prefix-match"], /^https:\/\/intranet\.example\.[a-z]+\.com$/],
  ["startsWith of either name on plain http",     "http://intranet.example/", when((origin) => /^https?:\/\/intranet\.example/.test(origin)), ["prefix-match"], /^http:\/\/intranet\.example\.[a-z]+\.com$/],
  ["loopback: pages on https too",                "http://127.0.0.1:3000/",   when((origin) => origin.startsWith("https://")), ["reflects-any-origin"], /^https:\/\/[a-z]+\.com$/],
  ["startsWith of a name on plain http",          "http://intranet.example/", when((origin) => origin.startsWith("http://intranet.example")), ["prefix-match"], /^http:\/\/intranet\.example\.[a-z]+\.com$/],
  ["startsWith of an address",                    "https://192.0.2.1/",       when((origin) => origin.startsWith("https://192.0.2.1")), ["prefix-match"], /^https:\/\/192\.0\.2\.1\.[a-z]+\.com$/],
  ["startsWith of localhost",                     "http://localhost:3000/",   when((origin) => origin.startsWith("http://localhost")), ["prefix-match"], /^http:\/\/localhost\.[a-z]+\.com$/],
  ["startsWith with the port: nobody can have it", "http://localhost:3000/",  when((origin) => origin.startsWith("http://localhost:3000")), [],               null],
  ["an anchored regex over subdomains, seen from one", "https://api.shop.example/", when((origin) => /^https:\/\/[a-z]+\.shop\.example$/.test(origin)), ["trusts-any-subdomain"], null],
  ["endsWith of the host alone, seen from it", "https://api.shop.example/",   when((origin) => origin.endsWith("api.shop.example")), ["trusts-insecure-scheme", "suffix-match", "trusts-any-subdomain"], null],
  ["a shared host's names belong to many",        "https://shop.github.io/",  when((origin) => origin.startsWith("https://shop.github.io")), ["prefix-match"], /^https:\/\/shop\.github\.io\.[a-z]+\.com$/],
];

test.each(places)("where it is: %s", (_why, url, answer, expected, origin) => {
  const findings = runChecks(evidenceFrom(url, site(answer)));
  expect(findings.map(({ check }) => check).filter((check) => !advice.includes(check))).toEqual(expected);
  if (origin === null) return;
  const finding = findings[0];
  expect(finding?.origin).toMatch(origin);
  const mixed = url.startsWith("http://intranet") && finding?.origin?.startsWith("https:");
  expect(finding?.level).toBe(mixed ? "conditional" : "vulnerable");
  expect(finding?.severity).toBe(mixed ? "medium" : "high");
  if (mixed) expect(finding?.state).toContain("mixed content");
});

// biome-ignore format: one fact per line
const hopFacts: readonly (readonly [why: string, url: string, headers: HeaderList, level: string | undefined])[] = [
  ["on the same origin, with the other headers",   "https://shop.example/old",  methods, "broken"],
  ["on the same origin, with none",                "https://shop.example/old",  [],      undefined],
  ["from http: another server may have sent it",   "http://shop.example/",      methods, undefined],
];

test.each(hopFacts)("a redirect that lost the header: %s", (_why, url, headers, level) => {
  const hop = {
    request: { method: "GET", url, headers: [] },
    response: status(301, [["Location", "https://shop.example/"], ...headers]),
  };
  const evidence = evidenceFrom("https://shop.example/", site(always(status(200, allow("*", null)))), { hops: [hop] });
  expect(runChecks(evidence).map((finding) => finding.level)).toEqual(level === undefined ? [] : [level]);
});
