import { expect, test } from "vitest";
import type { Header } from "../http/header-list.ts";
import { judge } from "./judge.ts";
import type { PageRequest } from "./page-request.ts";

const app = "https://app.example";
const api = "https://api.example/";
const cdn = "https://cdn.example/";

/** The value of Timing-Allow-Origin at each URL; null for no such header. Redirects lead to the next. */
type Hops = readonly (readonly [url: string, ...values: string[]])[];

const cors = {};
const noCors = { mode: "no-cors" } as const;

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, page: string, init: Partial<PageRequest>, hops: Hops, passes: boolean])[] = [
  ["the page's own origin needs no header",             app,    cors,   [[`${app}/`]],                                        true],
  ["another origin without it",                         app,    cors,   [[api]],                                              false],
  ["any origin",                                        app,    cors,   [[api, "*"]],                                         true],
  ["the page's by name",                                app,    cors,   [[api, app]],                                         true],
  ["another's",                                         app,    cors,   [[api, "https://other.example"]],                     false],
  ["case counts",                                       app,    cors,   [[api, "https://APP.example"]],                       false],
  ["a list",                                            app,    cors,   [[api, `https://other.example, ${app}`]],             true],
  ["a star in a list",                                  app,    cors,   [[api, "https://other.example,*"]],                   true],
  ["two headers are a list",                            app,    cors,   [[api, "https://other.example", app]],                true],
  ["a list by spaces is none",                          app,    cors,   [[api, `https://other.example ${app}`]],              false],
  ["an empty one",                                      app,    cors,   [[api, ""]],                                          false],
  ["an opaque response, too",                           app,    noCors, [[api, app]],                                         true],
  ["an opaque response without it",                     app,    noCors, [[api]],                                              false],
  ["an opaque origin is null",                          "null", cors,   [[api, "null"]],                                      true],
  ["every hop has to allow it: the first does not",     app,    cors,   [[api], [`${api}2`, "*"]],                            false],
  ["every hop has to allow it: the last does not",      app,    cors,   [[api, "*"], [`${api}2`]],                            false],
  ["every hop allows it",                               app,    cors,   [[api, app], [`${api}2`, app]],                       true],
  ["from the page's own origin to another",             app,    cors,   [[`${app}/`], [api, app]],                            true],
  ["one foreign origin to another: the origin is null", app,    cors,   [[api, app], [cdn, app]],                             false],
  ["to another, which allows null",                     app,    cors,   [[api, app], [cdn, "null"]],                          true],
];

test.each(facts)("%s", (_why, origin, init, hops, passes) => {
  const verdict = judge({
    page: { origin },
    request: { url: hops[0]?.[0] ?? "", ...init },
    responder: ({ url }) => {
      const at = hops.findIndex(([candidate]) => candidate === url);
      const next = hops[at + 1]?.[0];
      const headers: Header[] = [["Access-Control-Allow-Origin", "*"]];
      for (const value of hops[at]?.slice(1) ?? []) headers.push(["Timing-Allow-Origin", value]);
      if (next !== undefined) headers.push(["Location", next]);
      return { status: next === undefined ? 200 : 302, headers };
    },
  });
  expect(verdict).toMatchObject({ type: "allowed", timingAllowPassed: passes });
});
