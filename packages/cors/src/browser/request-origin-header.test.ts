import { describe, expect, test } from "vitest";
import { type BrowserEngine, profileOf } from "./departures.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { newRequest } from "./new-request.ts";
import type { Page, PageRequest } from "./page-request.ts";
import { requestOriginHeader } from "./request-origin-header.ts";

const app = "https://app.example";

function originOf(page: string, init: PageRequest, responseTainting: FetchRequest["responseTainting"]): string | null {
  return requestOriginHeader({ ...(newRequest({ origin: page }, init) as FetchRequest), responseTainting });
}

describe("Origin", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["is on every CORS request",                            "cors",   { method: "GET" },                      app],
    ["is on every CORS request with another method",        "cors",   { method: "PUT" },                      app],
    ["is not on a GET of the page's own",                   "basic",  { method: "GET" },                      null],
    ["nor on a HEAD",                                       "basic",  { method: "HEAD" },                     null],
    ["is on a POST of the page's own",                      "basic",  { method: "POST" },                     app],
    ["is on a DELETE of the page's own",                    "basic",  { method: "DELETE" },                   app],
    ["is not on a GET in mode no-cors",                     "opaque", { method: "GET", mode: "no-cors" },     null],
    ["is on a POST in mode no-cors",                        "opaque", { method: "POST", mode: "no-cors" },    app],
  ] as const;

  test.each(facts)("%s", (_why, tainting, init, expected) => {
    expect(originOf(app, { url: "https://api.example/", ...init }, tainting)).toBe(expected);
  });
});

describe("a referrer policy hides Origin on a POST in mode no-cors", () => {
  const [foreign, insecure, own] = ["https://api.example/", "http://api.example/", "https://app.example/x"];
  // biome-ignore format: one fact per line
  const facts = [
    ["no-referrer, always",                                 "no-referrer",                      own,      "null"],
    ["same-origin, to another origin",                      "same-origin",                      foreign,  "null"],
    ["same-origin, not to the own one",                     "same-origin",                      own,      app],
    ["strict-origin, from https to http",                   "strict-origin",                    insecure, "null"],
    ["strict-origin, not from https to https",              "strict-origin",                    foreign,  app],
    ["strict-origin-when-cross-origin likewise",            "strict-origin-when-cross-origin",  insecure, "null"],
    ["no-referrer-when-downgrade likewise",                 "no-referrer-when-downgrade",       insecure, "null"],
    ["origin never",                                        "origin",                           insecure, app],
    ["origin-when-cross-origin never",                      "origin-when-cross-origin",         insecure, app],
    ["unsafe-url never",                                    "unsafe-url",                       insecure, app],
  ] as const;

  test.each(facts)("%s", (_why, referrerPolicy, url, expected) => {
    expect(originOf(app, { url, method: "POST", mode: "no-cors", referrerPolicy }, "opaque")).toBe(expected);
    expect(originOf(app, { url, method: "POST", referrerPolicy }, "cors"), "never in mode cors").toBe(app);
  });

  test("a downgrade is one only from https", () => {
    const init: PageRequest = { url: insecure, method: "POST", mode: "no-cors", referrerPolicy: "strict-origin" };
    expect(originOf("http://app.example", init, "opaque")).toBe("http://app.example");
  });
});

describe("a frame of another site tells the site of the page at the top, in Chromium and Firefox", () => {
  const [top, api] = ["https://app.example", "https://app.example/x"];
  const asked: PageRequest = { url: api, mode: "no-cors", credentials: "include" };
  const page = { origin: "null", topLevelOrigin: top };
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [string, Page, Partial<PageRequest>, "standard" | BrowserEngine, string | null])[] = [
    ["null from a sandboxed frame",                  page,                                                 {},                              "chromium", "null"],
    ["likewise",                                     page,                                                 {},                              "firefox",  "null"],
    ["not by the standard",                          page,                                                 {},                              "standard", null],
    ["nor in WebKit",                                page,                                                 {},                              "webkit",   null],
    ["its origin from a frame that has one",         { ...page, origin: "https://ads.test" },              {},                              "chromium", "https://ads.test"],
    ["not without credentials",                      page,                                                 { credentials: "omit" },         "chromium", null],
    ["nor to another site",                          page,                                                 { url: "https://api.test/" },    "chromium", null],
    ["nor to an address not worth trusting",         { ...page, topLevelOrigin: "http://app.example" },     { url: "http://app.example/x" }, "chromium", null],
    ["nor from a page that is the top itself",       { origin: top },                                      { url: "https://api.test/" },    "chromium", null],
    ["a frame of nobody knows whom is on 127.0.0.1", { origin: "null" },                                   { url: "http://127.0.0.1:1/" },  "chromium", "null"],
    ["and not on localhost",                         { origin: "null" },                                   { url: "http://localhost:1/" },  "chromium", null],
  ];

  test.each(facts)("%s", (_why, from, init, engine, expected) => {
    const request = newRequest(from, { ...asked, ...init }, profileOf(engine)) as FetchRequest;
    expect(requestOriginHeader({ ...request, responseTainting: "opaque" })).toBe(expected);
  });
});
