import { getHeader, type HttpRequest, type HttpResponse, type NetworkAnswer } from "@crosscheck/cors/http";
import { describe, expect, test } from "vitest";
import { corsTest } from "../checks/cors-test.ts";
import type { Evidence } from "../checks/evidence.ts";
import { runChecks } from "../checks/run-checks.ts";
import { evidenceFrom } from "./evidence-from.ts";
import { registrableDomain } from "./registrable-domain.ts";

type Site = (origin: string | null, request: HttpRequest, count: number) => NetworkAnswer;

const ok = (...headers: HttpResponse["headers"]): HttpResponse => ({ status: 200, headers });
const status = (code: number, ...headers: HttpResponse["headers"]): HttpResponse => ({ status: code, headers });
const echo = (origin: string | null): HttpResponse =>
  origin === null ? ok() : ok(["Access-Control-Allow-Origin", origin], ["Access-Control-Allow-Credentials", "true"]);
const reset: NetworkAnswer = { kind: "failed", why: "The connection was reset." };

function ask(url: string, site: Site): { evidence: Evidence; asked: string[]; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const evidence = evidenceFrom(url, (request) => {
    requests.push(request);
    return site(getHeader(request.headers, "origin"), request, requests.length);
  });
  return { evidence, asked: evidence.probes.map(({ id }) => id), requests };
}

const shop = "https://shop.example/";
const first = ["baseline", "random-origin", "null-origin", "own-origin", "preflight"];
const stageOne = [...first, "subdomain-apex", "local-origin-localhost", "error-page-with-origin"];
const others = [
  "extension-chrome",
  "shared-suffix-github.io",
  "shared-suffix-vercel.app",
  "developer-playground-codepen.io",
  "developer-playground-jsfiddle.net",
];
const stageTwo = [
  "sibling-origin-www.shop.example",
  "composite-host",
  "insecure-scheme-host",
  "local-origin-192.168.1.20",
  ...others,
];
const confirmed = (id: string): readonly string[] => [id, `${id}-again`];

// biome-ignore format: one fact per line
const plans: readonly (readonly [why: string, url: string, site: Site, asked: readonly string[]])[] = [
  ["no CORS: stage one alone",                     shop,                        () => ok(),                                            stageOne],
  ["* for everybody: stage one and an error",      shop,                        () => ok(["Access-Control-Allow-Origin", "*"]),        [...stageOne, "error-page"]],
  ["one fixed origin for everybody: the same",     "https://a.b.shop.example/", () => ok(["Access-Control-Allow-Origin", "https://x.example"]), [...first, "subdomain-apex", "sibling-origin-shop.example", "local-origin-localhost", "error-page-with-origin", "error-page"]],
  ["below a registrable domain, its name too",     "https://a.shop.example/",   () => ok(),                                            [...first, "subdomain-apex", "sibling-origin-shop.example", "local-origin-localhost"]],
  ["an address has no registrable domain",         "https://192.0.2.1/",        () => ok(),                                            [...first, "local-origin-localhost", "prefix-match-host", "error-page-with-origin"]],
  ["nothing can begin with brackets",              "https://[2001:db8::1]/",    () => ok(),                                            [...first, "error-page-with-origin"]],
  ["loopback: pages on https and on http",         "http://127.0.0.1:8080/",    () => ok(),                                            [...first, "prefix-match-host-https", "prefix-match-host-http", "error-page-with-origin"]],
  ["Vary: Origin betrays a list",                  shop,                        () => ok(["Vary", "Accept, origin"]),                  [...stageOne.slice(0, -1), ...stageTwo]],
  ["echo: confirmed at once, nothing else to learn", shop,                      echo,                                                  ["baseline", "random-origin", "second-random-origin", "null-origin", "null-origin-again", "own-origin", "preflight", "error-page-with-origin"]],
  ["a refusal is asked twice, and nobody again",   shop,                        (origin) => (origin === null ? ok() : status(403)),    ["baseline", "random-origin", "second-random-origin", ...stageOne.slice(2, -1), ...stageTwo, "baseline-again"]],
  ["null alone is refused",                        shop,                        (origin) => (origin === "null" ? status(403) : ok()),  [...stageOne, "baseline-again"]],
  ["its own origin: look-alikes of that",          shop,                        (origin) => (origin === shop.slice(0, -1) ? echo(origin) : ok()), [...stageOne, "composite-host", "suffix-match-apex", "substring-match-cut", "special-character-`", "insecure-scheme-host", "port-other", "local-origin-192.168.1.20", ...others, "preflight-own"]],
  ["prefix: taken apart and confirmed",            shop,                        (origin) => (origin?.startsWith("https://shop.example") ? echo(origin) : ok()), [...stageOne, "composite-host", ...confirmed("prefix-match-host"), "suffix-match-apex", "substring-match-cut", "insecure-scheme-host", "local-origin-192.168.1.20", ...others, "preflight-own"]],
  ["the end: what that lets in is not asked",      shop,                        (origin) => (origin?.endsWith("shop.example") ? echo(origin) : ok()), [...first, ...confirmed("subdomain-apex"), "local-origin-localhost", "composite-host", "prefix-match-host", ...confirmed("suffix-match-apex"), "composite-label", "prefix-match-label", "substring-match-cut", "special-character-`", "port-other", "local-origin-192.168.1.20", ...others, "error-page-with-origin", "preflight-own"]],
  ["its own name to everybody: made of what?",     shop,                        () => ok(["Access-Control-Allow-Origin", "https://shop.example"]), [...stageOne, "error-page", "forwarded-host"]],
];

test.each(plans)("%s", (_why, url, site, expected) => {
  const { evidence, asked } = ask(url, site);
  expect(asked).toEqual(expected);
  expect(evidence.incomplete).toBeNull();
});

test("a site without CORS gets at most eight requests", () => {
  for (const url of [
    shop,
    "https://a.b.shop.example/x/y?z",
    "http://127.0.0.1:8080/",
    "http://localhost/",
    "https://[::1]/",
  ]) {
    expect(ask(url, () => ok()).requests.length).toBeLessThanOrEqual(8);
  }
});

describe("the questions", () => {
  const { requests, evidence } = ask("https://a.shop.example/api/items?page=2", (origin) =>
    origin === null ? ok() : ok(["Vary", "Origin"]),
  );
  const origins = evidence.probes.map(({ origin }) => origin);

  test("attackers' names are registrable, and their own", () => {
    const strangers = ["random-origin", "second-random-origin", "composite", "suffix-match", "shared-suffix"];
    const asked = evidence.probes.filter(({ kind }) => strangers.includes(kind));
    expect(asked.length).toBeGreaterThanOrEqual(4);
    for (const { origin } of asked) {
      expect(registrableDomain(origin ?? "")).not.toBeNull();
      expect(registrableDomain(origin ?? "")).not.toBe("shop.example");
    }
    expect(new Set(origins).size).toBeGreaterThanOrEqual(origins.length - 3);
  });

  test("a path that does not exist lies beside the judged one", () => {
    const { evidence: open } = ask("https://a.shop.example/api/items?page=2", echo);
    const missing = open.probes.find(({ kind }) => kind === "error-page-with-origin")?.exchange.request.url;
    expect(missing).toMatch(/^https:\/\/a\.shop\.example\/api\/[a-z]{12}$/);
  });

  test("the preflight is a browser's", () => {
    const preflight = requests.find(({ method }) => method === "OPTIONS");
    expect(preflight?.headers).toEqual(
      expect.arrayContaining([
        ["Access-Control-Request-Method", "PUT"],
        ["Access-Control-Request-Headers", "content-type"],
      ]),
    );
    expect(requests.every(({ method }) => method === "GET" || method === "OPTIONS")).toBe(true);
  });
});

// What cannot be called safe, and what stays proven. The count is of requests, from 1.
// biome-ignore format: one fact per line
const troubles: readonly (readonly [why: string, site: Site, verdict: string, incomplete: RegExp])[] = [
  ["429 at once",                                    () => status(429),                                                             "inconclusive", /limits how often it answers \(429\)/],
  ["429 with the time to wait",                      () => status(429, ["Retry-After", "120"]),                                     "inconclusive", /again in 120 s/],
  ["503 with Retry-After",                           () => status(503, ["Retry-After", "Fri, 31 Dec 2027 23:59:59 GMT"]),           "inconclusive", /\(503\).*later/],
  ["429 in the middle",                              (_origin, _request, count) => (count > 3 ? status(429) : ok()),                "inconclusive", /429/],
  ["echo, then 429: what was proven stands",         (origin, _request, count) => (count > 3 ? status(429) : echo(origin)),         "failed",       /429/],
  ["echo, 429 before it was confirmed",              (origin, _request, count) => (count > 2 ? status(429) : echo(origin)),         "inconclusive", /429/],
  ["reset in the middle",                            (_origin, _request, count) => (count === 3 ? reset : ok()),                    "inconclusive", /was reset/],
  ["every question after the first is reset",        (_origin, _request, count) => (count > 1 ? reset : ok()),                      "inconclusive", /was reset/],
  ["preflights are reset",                           (_origin, { method }) => (method === "OPTIONS" ? reset : ok()),                "inconclusive", /was reset/],
  ["foreign origins are reset",                      (origin) => (origin?.endsWith(".com") ? reset : ok()),                         "inconclusive", /was reset/],
  ["echo, and preflights are reset",                 (origin, { method }) => (method === "OPTIONS" ? reset : echo(origin)),         "failed",       /was reset/],
  ["403 for one foreign origin, not for another",    (_origin, _request, count) => (count === 2 ? status(403) : ok()),              "inconclusive", /differently/],
  ["403 for foreign origins, then for everybody",    (_origin, _request, count) => (count > 1 ? status(403) : ok()),                "inconclusive", /began to refuse every request/],
  ["404, then 403 for everybody: a firewall",        (_origin, _request, count) => status(count > 1 ? 403 : 404),                   "inconclusive", /began to refuse every request/],
  ["403 from the third question on: a firewall",     (_origin, _request, count) => (count > 2 ? status(403) : ok()),                "inconclusive", /began to refuse every request/],
  ["403 from the last question of stage one on",     (_origin, _request, count) => (count > 6 ? status(403) : ok()),                "inconclusive", /began to refuse every request/],
  ["pages of other origins are sent elsewhere",      (origin) => (origin === null ? ok() : status(307, ["Location", "/?cors"])),    "inconclusive", /sends a page at .* elsewhere/],
  ["304 to a question without a condition",          () => status(304),                                                             "inconclusive", /answers 304 to the scan's plain request/],
  ["403 for everybody: a firewall",                  () => status(403),                                                             "inconclusive", /answers 403 to the scan's plain request/],
  ["500 for everybody",                              () => status(500),                                                             "inconclusive", /answers 500/],
  ["502 in the middle",                              (_origin, _request, count) => (count === 3 ? status(502) : ok()),              "inconclusive", /502/],
  ["echo for one of two",                            (origin, _request, count) => (count === 2 ? echo(origin) : ok()),              "inconclusive", /differently/],
  ["null once, and not again",                       (origin, _request, count) => (origin === "null" && count < 4 ? echo(origin) : ok()), "inconclusive", /in two ways/],
];

test.each(troubles)("%s", (_why, site, verdict, incomplete) => {
  const { evidence } = ask(shop, site);
  expect(evidence.incomplete).toMatch(incomplete);
  expect(corsTest(evidence, runChecks(evidence)).verdict).toBe(verdict);
});

test("a site that asks to wait is left alone at once", () => {
  expect(ask(shop, (_origin, _request, count) => (count === 4 ? status(429) : ok())).requests.length).toBe(4);
});

test("a site that answers nothing more is asked twice, not twenty times", () => {
  expect(ask(shop, (_origin, _request, count) => (count > 1 ? reset : ok())).requests.length).toBe(3);
});

describe("the short plan, of a survey", () => {
  const short = (site: Site): readonly string[] =>
    evidenceFrom(shop, (request) => site(getHeader(request.headers, "origin"), request, 0), { short: true }).probes.map(
      ({ id }) => id,
    );
  const likely = ["baseline", "random-origin", "null-origin", "own-origin", "subdomain-apex", "local-origin-localhost"];

  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, site: Site, asked: readonly string[] | "the whole plan"])[] = [
    ["no CORS: no preflight, no error page",  () => ok(),                                                             likely],
    ["a list without Vary is still betrayed", (origin) => (origin === shop.slice(0, -1) ? echo(origin) : ok()),       "the whole plan"],
    ["and so is null alone",                  (origin) => (origin === "null" ? echo(origin) : ok()),                  "the whole plan"],
    ["and a name below the site's own",       (origin) => (origin?.endsWith(".shop.example") ? echo(origin) : ok()),  "the whole plan"],
    ["a refusal is looked into",              (origin) => (origin === null ? ok() : status(403)),                     "the whole plan"],
  ];

  test.each(facts)("%s", (_why, site, asked) => {
    const whole = evidenceFrom(shop, (request) => site(getHeader(request.headers, "origin"), request, 0));
    const ids = whole.probes.map(({ id }) => id);
    if (asked === "the whole plan") expect(short(site).toSorted()).toEqual(ids.toSorted());
    else expect(short(site)).toEqual(asked);
  });
});
