import { describe, expect, test } from "vitest";
import {
  applyPreflightCacheChanges,
  headerNameCacheEntryMatch,
  methodCacheEntryMatch,
} from "./cors-preflight-cache.ts";
import type { FetchParams } from "./fetch-params.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { newRequest } from "./new-request.ts";
import type { PageRequest } from "./page-request.ts";
import type { PreflightCacheEntry } from "./verdict.ts";

const app = "https://app.example";
const url = "https://api.example/x";
const now = 1_000_000;
const entry: PreflightCacheEntry = {
  origin: app,
  url,
  credentials: false,
  method: null,
  headerName: null,
  expires: now + 1,
};

function params(preflightCache: readonly PreflightCacheEntry[], init: Partial<PageRequest> = {}): FetchParams {
  const request = newRequest({ origin: app }, { url, ...init }) as FetchRequest;
  const trace = { exchanges: [], preflights: [], origins: [], preflightCacheChanges: [], notes: [] };
  return {
    request,
    now,
    cookies: () => null,
    promptsAreCancelled: false,
    registrableDomain: null,
    httpCache: null,
    localNetwork: null,
    preflightCache,
    trace,
  };
}

describe("a method cache entry matches", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["its method",                                        { method: "PUT" },                                          "PUT",  {},                          true],
    ["not another one",                                   { method: "PUT" },                                          "POST", {},                          false],
    ["not its method in another case",                    { method: "PATCH" },                                        "patch", {},                         false],
    ["any method, when it is *",                          { method: "*" },                                            "PUT",  {},                          true],
    ["not one for a header name",                         { headerName: "PUT" },                                      "PUT",  {},                          false],
    ["not once it has expired",                           { method: "PUT", expires: now },                            "PUT",  {},                          false],
    ["not for another origin",                            { method: "PUT", origin: "https://other.example" },         "PUT",  {},                          false],
    ["not for another URL",                               { method: "PUT", url: `${url}?y` },                         "PUT",  {},                          false],
    ["not without credentials for a request with them",   { method: "PUT" },                                          "PUT",  { credentials: "include" },  false],
    ["with credentials for a request with them",          { method: "PUT", credentials: true },                       "PUT",  { credentials: "include" },  true],
    ["with credentials for a request without",            { method: "PUT", credentials: true },                       "PUT",  { credentials: "omit" },     true],
    ["* with credentials too, as stored",                 { method: "*", credentials: true },                         "PUT",  { credentials: "include" },  true],
  ] as const;

  test.each(facts)("%s", (_why, fields, method, init, expected) => {
    expect(methodCacheEntryMatch(params([{ ...entry, ...fields }], init), method)).toBe(expected);
  });
});

describe("a header-name cache entry matches", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["its name",                                          { headerName: "x-a" },            "x-a",           true],
    ["its name, asked in another case",                   { headerName: "x-a" },            "X-A",           true],
    ["its name in another case",                          { headerName: "X-A" },            "x-a",           true],
    ["not another one",                                   { headerName: "x-a" },            "x-b",           false],
    ["any name, when it is *",                            { headerName: "*" },              "x-a",           true],
    ["but not Authorization",                             { headerName: "*" },              "authorization", false],
    ["Authorization by name",                             { headerName: "Authorization" },  "authorization", true],
    ["not one for a method",                              { method: "x-a" },                "x-a",           false],
  ] as const;

  test.each(facts)("%s", (_why, fields, name, expected) => {
    expect(headerNameCacheEntryMatch(params([{ ...entry, ...fields }]), name)).toBe(expected);
  });
});

describe("changes", () => {
  const put = { ...entry, method: "PUT" };
  const patch = { ...entry, method: "PATCH" };
  const elsewhere = { ...put, url: "https://api.example/y" };

  test("an entry is added", () => {
    expect(applyPreflightCacheChanges([put], [{ change: "add", entry: patch }])).toEqual([put, patch]);
  });

  test("an entry takes the place of one with the same key", () => {
    const later = { ...put, expires: now + 9 };
    expect(applyPreflightCacheChanges([put, patch], [{ change: "add", entry: later }])).toEqual([patch, later]);
  });

  test("clearing takes every entry of that origin and URL, with credentials or without", () => {
    const cleared = applyPreflightCacheChanges(
      [put, { ...patch, credentials: true }, elsewhere],
      [{ change: "clear", origin: app, url }],
    );
    expect(cleared).toEqual([elsewhere]);
  });

  test("they are applied in order", () => {
    const changes = [
      { change: "add", entry: put },
      { change: "clear", origin: app, url },
      { change: "add", entry: patch },
    ] as const;
    expect(applyPreflightCacheChanges([], changes)).toEqual([patch]);
  });

  test("the given cache is not changed", () => {
    const given = Object.freeze([put]);
    applyPreflightCacheChanges(given, [{ change: "clear", origin: app, url }]);
    expect(given).toEqual([put]);
  });
});
