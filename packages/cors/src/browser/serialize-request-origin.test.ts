import { expect, test } from "vitest";
import type { FetchRequest } from "./fetch-request.ts";
import { newRequest } from "./new-request.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";

const app = "https://app.example";
const [a, b, c] = ["https://a.example/", "https://b.example/", "https://c.example/"];
const own = `${app}/`;

// biome-ignore format: one fact per line
const facts = [
  ["no redirect",                                        app,    [a],                              app],
  ["the page's own origin",                              app,    [own],                            app],
  ["within one foreign origin",                          app,    [a, `${a}2`, `${a}3`],            app],
  ["from the page's own to a foreign one",               app,    [own, a],                         app],
  ["from a foreign one to another taints",               app,    [a, b],                           "null"],
  ["from a foreign one back to the page's own taints",   app,    [a, own],                         "null"],
  ["own, foreign, own taints",                           app,    [own, a, own],                    "null"],
  ["once tainted, tainted for ever",                     app,    [a, b, b, b],                     "null"],
  ["own, foreign, foreign taints",                       app,    [own, a, b, c],                   "null"],
  ["another port is another origin",                     app,    [a, "https://a.example:8443/"],   "null"],
  ["another scheme is another origin",                   app,    ["http://a.example/", a],         "null"],
  ["a default port is the same origin",                  app,    [a, "https://a.example:443/x"],   app],
  ["a site is not an origin",                            app,    ["https://x.a.example/", a],      "null"],
  ["an opaque origin is null anyway",                    "null", [a],                              "null"],
] as const;

test.each(facts)("%s", (_why, origin, urls, expected) => {
  const request = newRequest({ origin }, { url: urls[0] }) as FetchRequest;
  request.urlList.push(...urls.slice(1).map((url) => new URL(url)));
  expect(serializeRequestOrigin(request)).toBe(expected);
});
