import { describe, expect, test } from "vitest";
import type { FetchRequest } from "./fetch-request.ts";
import { newRequest } from "./new-request.ts";
import type { PageRequest } from "./page-request.ts";
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
