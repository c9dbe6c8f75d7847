import { describe, expect, test } from "vitest";
import type { NetworkAnswer } from "../http/exchange.ts";
import type { HeaderList } from "../http/header-list.ts";
import { describeVerdict } from "./describe-verdict.ts";
import { type JudgeInput, judge } from "./judge.ts";
import type { PageRequest } from "./page-request.ts";
import type { CachedResponse, NetworkErrorReason } from "./verdict.ts";

const url = "https://api.example/";
const own = ["Access-Control-Allow-Origin", "https://app.example"] as const;
const put = { method: "PUT" } as const;

function sentence(init: Partial<PageRequest>, status: number, headers: HeaderList, then?: NetworkAnswer): string {
  const answers: NetworkAnswer[] = then === undefined ? [] : [then];
  let first = true;
  return describeVerdict(
    judge({
      page: { origin: "https://app.example" },
      request: { url, ...init },
      responder: () => {
        if (!first) return answers.shift() ?? { status, headers };
        first = false;
        return { status, headers };
      },
    }),
  );
}

describe("a sentence for each reason", () => {
  const acao = (value: string): HeaderList => [["Access-Control-Allow-Origin", value]];
  const location = (value: string): HeaderList => [own, ["Location", value]];
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [NetworkErrorReason, Partial<PageRequest>, number, HeaderList, string])[] = [
    ["acao-missing",                 {},                               200, [],                     'the response has no Access-Control-Allow-Origin. Send "Access-Control-Allow-Origin: https://app.example" there'],
    ["acao-missing",                 put,                              204, [],                     "the answer to the preflight (OPTIONS) has no Access-Control-Allow-Origin"],
    ["acao-mismatch",                {},                               200, acao("null"),           'is "null", and the request came from "https://app.example"'],
    ["acao-multiple",                {},                               200, [own, own],             "more than one value"],
    ["acao-invalid",                 {},                               200, acao("app.example"),    'is "app.example", which is no origin. Send "https://app.example".'],
    ["acao-star-with-credentials",   { credentials: "include" },       200, acao("*"),              'Send "https://app.example" and "Vary: Origin"'],
    ["acac-not-true",                { credentials: "include" },       200, [own],                  'Send "Access-Control-Allow-Credentials: true"'],
    ["acac-not-true",                { credentials: "include" },       200, [own, ["Access-Control-Allow-Credentials", "TRUE"]], 'is "TRUE". Only "true"'],
    ["preflight-status",             put,                              404, [own],                  "status 404"],
    ["preflight-redirect",           put,                              301, [own],                  "a redirect (status 301)"],
    ["preflight-methods-parse",      put,                              204, [own, ["Access-Control-Allow-Methods", "a b"]], '"a b", which is no list of methods'],
    ["preflight-headers-parse",      put,                              204, [own, ["Access-Control-Allow-Headers", "a b"]], '"a b", which is no list of header names'],
    ["preflight-method",             put,                              204, [own],                  "the method PUT is not in Access-Control-Allow-Methods of the answer to the preflight (the header is absent)"],
    ["preflight-header",             { headers: { "X-A": "1" } },      204, [own, ["Access-Control-Allow-Headers", "x-b"]], 'the request header x-a is not in Access-Control-Allow-Headers of the answer to the preflight ("x-b")'],
    ["redirect-userinfo",            {},                               302, location("https://a:b@api.example/"), "user name or password"],
    ["redirect-denied",              {},                               302, location("data:,x"),    'leads to "data:,x"'],
    ["redirect-mode-error",          { redirect: "error" },            302, location("/x"),         'redirect: "error"'],
    ["redirect-no-cors",             { mode: "no-cors", redirect: "manual" }, 200, [],              'redirect: "manual"'],
    ["redirect-loop",                {},                               302, location(""),           "after 20 redirects"],
    ["redirect-location-invalid",    {},                               302, location("https://"),   '"https://", is not one URL'],
    ["mode-same-origin",             { mode: "same-origin" },          200, [],                     "keeps the request at https://app.example"],
    ["scheme",                       { url: "ftp://api.example/" },    200, [],                     "ftp: URLs"],
    ["bad-port",                     { url: "https://api.example:25/" }, 200, [],                   "port 25"],
    ["cross-origin-resource-policy", { mode: "no-cors" },              200, [["Cross-Origin-Resource-Policy", "same-origin"]], "Cross-Origin-Resource-Policy"],
    ["network",                      {},                               103, [],                     "interim response 103"],
  ];

  test.each(facts)("%s", (_reason, init, status, headers, part) => {
    const text = sentence(init, status, headers);
    expect(text).toContain(part);
    expect(text).toMatch(/^[A-Z].+[.]$/);
    expect(text).not.toMatch(/undefined|!/);
  });

  test("all reasons are here", () => {
    const reasons = new Set(facts.map(([reason]) => reason));
    expect(reasons.size).toBe(23);
  });
});

describe("a sentence for the other verdicts", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["shared",               {},                                         [own],                "The page reads the response (status 200): the server shares it with the page's origin."],
    ["the page's own",       { url: "https://app.example/" },            [],                   "The page reads the response (status 200): it is of the page's own origin, so CORS is not asked."],
    ["opaque",               { mode: "no-cors" },                        [],                   'The request was sent, and the page learns nothing of the response: mode "no-cors" makes it opaque.'],
    ["the call throws",      { method: "TRACE" },                        [],                   'fetch throws a TypeError and sends nothing: The method "TRACE" is forbidden: no script may send CONNECT, TRACE or TRACK.'],
    ["not modelled",         { url: "data:,x" },                         [],                   "What a browser does here is not known to this model: scheme fetch, step 3 (data: URLs)."],
  ] as const;

  test.each(facts)("%s", (_why, init, headers, text) => {
    expect(sentence(init, 200, headers)).toBe(text);
  });

  test("an opaque redirect", () => {
    expect(sentence({ redirect: "manual" }, 302, [own])).toContain('redirect mode "manual"');
  });
});

test("a redirect before the failure is mentioned", () => {
  const text = sentence({}, 302, [own, ["Location", "/x"]], { status: 200, headers: [] });
  expect(text).toContain("no Access-Control-Allow-Origin");
  expect(text).toMatch(/ This was after 1 redirect\.$/);
});

test("a long value from the network is cut", () => {
  expect(sentence({}, 200, [["Access-Control-Allow-Origin", "x".repeat(10_000)]]).length).toBeLessThan(500);
});

test("control characters from the network are escaped", () => {
  expect(sentence({}, 200, [["Access-Control-Allow-Origin", "\x1b[31m\x9b"]])).toContain("\\u001b[31m\\u009b");
});

describe("what else had a part in it is said after the verdict", () => {
  const url = "https://api.example/x";
  const stored = (origin: string | null): CachedResponse => ({
    url,
    requestHeaders: origin === null ? [] : [["Origin", origin]],
    response: { status: 200, headers: [] },
  });
  const judged = (environment: Partial<JudgeInput>): string =>
    describeVerdict(
      judge({
        page: { origin: "https://app.example" },
        request: { url },
        responder: () => ({ status: 200, headers: [own] }),
        ...environment,
      }),
    );

  // biome-ignore format: one fact per line
  const facts: readonly (readonly [string, Partial<JudgeInput>, string])[] = [
    ["a stored answer, kept without Origin",     { httpCache: [stored(null)] },                    'The answer of "https://api.example/x" was a stored one, kept from a request without Origin: with "Vary: Origin" it would have been asked for again.'],
    ["a stored answer, kept from another page",  { httpCache: [stored("https://other.example")] }, 'kept from a request from "https://other.example"'],
    ["a stored answer of this page",             { httpCache: [stored("https://app.example")] },   'The answer of "https://api.example/x" was a stored one.'],
    ["a request to the user's own machine",      { addressSpace: () => "loopback" },               `"https://api.example" is on the user's own machine: Chromium asks the user first, and this is what comes of it when the user allows it.`],
    ["a request into the user's network",        { addressSpace: () => "local" },                  "is in the user's own network"],
  ];

  test.each(facts)("%s", (_why, environment, expected) => {
    expect(judged(environment)).toContain(expected);
  });
});
