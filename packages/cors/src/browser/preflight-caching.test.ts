import { describe, expect, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import { applyPreflightCacheChanges } from "./cors-preflight-cache.ts";
import { judge } from "./judge.ts";
import type { PageRequest } from "./page-request.ts";
import type { PreflightCacheChange, PreflightCacheEntry, Verdict } from "./verdict.ts";

const app = "https://app.example";
const api = "https://api.example/";
const start = 1_000_000;

/** What the server grants to a preflight; every other answer is shared, with credentials. */
interface Grant {
  readonly methods?: string;
  readonly headers?: string;
  readonly maxAge?: string;
  readonly status?: number;
}

const put: PageRequest = { url: api, method: "PUT" };
const both: Grant = { methods: "PUT, PATCH", headers: "x-a, x-b", maxAge: "600" };

function fetched(
  cache: readonly PreflightCacheEntry[],
  now: number,
  request: PageRequest,
  grant: Grant,
  page: string,
): Verdict {
  const shared = (origin: string): HeaderList => [
    ["Access-Control-Allow-Origin", origin],
    ["Access-Control-Allow-Credentials", "true"],
  ];
  const granted = [
    ["Access-Control-Allow-Methods", grant.methods],
    ["Access-Control-Allow-Headers", grant.headers],
    ["Access-Control-Max-Age", grant.maxAge],
  ].filter((header): header is [string, string] => header[1] !== undefined);
  return judge({
    page: { origin: page },
    request,
    now,
    preflightCache: cache,
    responder: ({ method, headers }) => {
      const origin = headers.find(([name]) => name === "Origin")?.[1] ?? "";
      const isPreflight = method === "OPTIONS";
      return {
        status: isPreflight ? (grant.status ?? 204) : 200,
        headers: [...shared(origin), ...(isPreflight ? granted : [])],
      };
    },
  });
}

describe("after a first fetch, a second one preflights", () => {
  /** Why, the first request and what the server grants; the second one, how many seconds later; how many preflights it sends. */
  type Fact = readonly [
    why: string,
    first: PageRequest,
    grant: Grant,
    second: PageRequest,
    seconds: number,
    preflights: 0 | 1,
  ];
  // biome-ignore format: one fact per line
  const facts: readonly Fact[] = [
    ["not, for the same request",                                      put,                               both,                                    put,                                          1,    0],
    ["not, just before the max-age is over",                           put,                               both,                                    put,                                          599,  0],
    ["once the max-age is over",                                       put,                               both,                                    put,                                          600,  1],
    ["not within five seconds, without a max-age",                     put,                               { methods: "PUT" },                      put,                                          4,    0],
    ["after five seconds, without a max-age",                          put,                               { methods: "PUT" },                      put,                                          5,    1],
    ["at once, with a max-age of 0",                                   put,                               { methods: "PUT", maxAge: "0" },         put,                                          0,    1],
    ["not within five seconds, with a max-age that is none",           put,                               { methods: "PUT", maxAge: "1 hour" },    put,                                          4,    0],
    ["not, for another method of the list",                            put,                               both,                                    { url: api, method: "PATCH" },                1,    0],
    ["for a method beyond the list",                                   put,                               both,                                    { url: api, method: "DELETE" },               1,    1],
    ["not, for any method after *",                                    put,                               { methods: "*", maxAge: "600" },         { url: api, method: "DELETE" },               1,    0],
    ["not, for a header of the list",                                  put,                               both,                                    { ...put, headers: { "X-A": "1" } },          1,    0],
    ["for a header beyond the list",                                   put,                               both,                                    { ...put, headers: { "x-c": "1" } },          1,    1],
    ["for one header of several beyond the list",                      put,                               both,                                    { ...put, headers: { "x-a": "1", "x-c": "1" } }, 1, 1],
    ["not, for any header after *",                                    put,                               { methods: "PUT", headers: "*", maxAge: "9" }, { ...put, headers: { "x-c": "1" } },    1,    0],
    ["for Authorization after *",                                      put,                               { methods: "PUT", headers: "*", maxAge: "9" }, { ...put, headers: { authorization: "1" } }, 1, 1],
    ["not, for a header without the method: GET is safelisted",        put,                               both,                                    { url: api, headers: { "x-a": "1" } },        1,    0],
    ["for another URL",                                                put,                               both,                                    { ...put, url: `${api}x` },                   1,    1],
    ["for another query",                                              put,                               both,                                    { ...put, url: `${api}?x` },                  1,    1],
    ["with credentials after one without",                             put,                               both,                                    { ...put, credentials: "include" },           1,    1],
    ["not, without credentials after one with",                        { ...put, credentials: "include" }, both,                                   put,                                          1,    0],
    ["not, with an upload listener for a method that was listed",      put,                               both,                                    { ...put, uploadListener: true },             1,    0],
    ["for a safelisted method with an upload listener",                put,                               both,                                    { url: api, method: "POST", uploadListener: true }, 1, 1],
    ["not, with an upload listener after one, though nothing was listed", { url: api, method: "POST", uploadListener: true }, { maxAge: "600" },    { url: api, method: "POST", uploadListener: true }, 1, 0],
    ["after a request that needed none",                               { url: api },                      both,                                    put,                                          1,    1],
    ["after a preflight that failed",                                  put,                               { ...both, status: 500 },                put,                                          1,    1],
  ];

  test.each(facts)("%s", (_why, first, grant, second, seconds, preflights) => {
    const before = fetched([], start, first, grant, app);
    const cache = applyPreflightCacheChanges([], before.preflightCacheChanges);
    const after = fetched(cache, start + seconds * 1000, second, grant, app);
    expect(after.preflights.length).toBe(preflights);
  });

  test("for another origin", () => {
    const cache = applyPreflightCacheChanges([], fetched([], start, put, both, app).preflightCacheChanges);
    expect(fetched(cache, start, put, both, "https://other.example").preflights.length).toBe(1);
  });

  test("with `because` naming only what the cache lacks", () => {
    const cache = applyPreflightCacheChanges([], fetched([], start, put, both, app).preflightCacheChanges);
    const { preflights } = fetched(cache, start, { ...put, headers: { "x-a": "1", "x-c": "1" } }, both, app);
    expect(preflights).toMatchObject([{ because: [{ cause: "header", name: "x-c" }] }]);
  });
});

describe("what a fetch changes", () => {
  const entry = (fields: Partial<PreflightCacheEntry>): PreflightCacheEntry => ({
    origin: app,
    url: api,
    credentials: false,
    method: null,
    headerName: null,
    expires: start + 600_000,
    ...fields,
  });
  const adds = (...fields: Partial<PreflightCacheEntry>[]): PreflightCacheChange[] =>
    fields.map((field) => ({ change: "add", entry: entry(field) }));
  const clear: PreflightCacheChange = { change: "clear", origin: app, url: api };

  // biome-ignore format: one fact per line
  const facts: readonly (readonly [string, readonly PreflightCacheEntry[], PageRequest, Grant, readonly PreflightCacheChange[]])[] = [
    ["nothing without a preflight",                       [],                                       { url: api },                        both,                              []],
    ["an entry for each method and each name",            [],                                       put,                                 both,                              adds({ method: "PUT" }, { method: "PATCH" }, { headerName: "x-a" }, { headerName: "x-b" })],
    ["with credentials, if they are included",            [],                                       { ...put, credentials: "include" },  { methods: "PUT", maxAge: "600" }, adds({ method: "PUT", credentials: true })],
    ["not, if they are for the same origin",              [],                                       { ...put, credentials: "same-origin" }, { methods: "PUT", maxAge: "600" }, adds({ method: "PUT" })],
    ["only the max-age of an entry that matches",         [entry({ method: "PUT", expires: start + 1, credentials: true })], { ...put, headers: { "x-a": "1" } }, { methods: "PUT", headers: "x-a", maxAge: "600" }, adds({ method: "PUT", credentials: true }, { headerName: "x-a" })],
    ["a clear after a preflight that failed",             [],                                       put,                                 { ...both, methods: "POST" },      [clear]],
  ];

  test.each(facts)("%s", (_why, cache, request, grant, changes) => {
    expect(fetched(cache, start, request, grant, app).preflightCacheChanges).toEqual(changes);
  });

  test("a clear after a response that is not shared", () => {
    const verdict = judge({
      page: { origin: app },
      request: put,
      now: start,
      preflightCache: [entry({ method: "PUT" })],
      responder: () => ({ status: 200, headers: [] }),
    });
    expect(verdict).toMatchObject({ reason: "acao-missing", preflights: [], preflightCacheChanges: [clear] });
  });

  test("no clear after a simple request that is not shared", () => {
    const verdict = judge({
      page: { origin: app },
      request: { url: api },
      responder: () => ({ status: 200, headers: [] }),
    });
    expect(verdict).toMatchObject({ reason: "acao-missing", preflightCacheChanges: [] });
  });

  test("after redirects, it is the last URL that is cleared, once", () => {
    const grant: HeaderList = [
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Methods", "PUT"],
    ];
    const verdict = judge({
      page: { origin: app },
      request: put,
      now: start,
      responder: ({ method, url }) => {
        if (method === "OPTIONS") return { status: 204, headers: grant };
        return url === api ? { status: 307, headers: [...grant, ["Location", "/x"]] } : { status: 200, headers: [] };
      },
    });
    expect(verdict).toMatchObject({ reason: "acao-missing", hop: 1 });
    expect(verdict.preflightCacheChanges.filter(({ change }) => change === "clear")).toEqual([
      { ...clear, url: `${api}x` },
    ]);
  });
});

test("a second preflight in one fetch sees the first one's entries", () => {
  const grant: HeaderList = [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Methods", "PUT"],
  ];
  let redirected = false;
  const verdict = judge({
    page: { origin: app },
    request: put,
    now: start,
    responder: ({ method }) => {
      if (method === "OPTIONS" || redirected) return { status: 200, headers: grant };
      redirected = true;
      return { status: 307, headers: [...grant, ["Location", api]] };
    },
  });
  expect(verdict.exchanges.map(({ request }) => request.method)).toEqual(["OPTIONS", "PUT", "PUT"]);
});
