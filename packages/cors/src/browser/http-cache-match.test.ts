import { describe, expect, test } from "vitest";
import type { Header } from "../http/header-list.ts";
import { judge } from "./judge.ts";
import type { PageRequest } from "./page-request.ts";
import type { CachedResponse } from "./verdict.ts";

const app = "https://app.example";
const other = "https://other.example";
const api = "https://api.example/x";

/** A response stored for a page: which origin asked, which it was shared with, what it varies on. */
function storedFor(origin: string | null, shared: string | null, vary: string | null): CachedResponse {
  const headers: Header[] = [];
  if (shared !== null) headers.push(["Access-Control-Allow-Origin", shared]);
  if (vary !== null) headers.push(["Vary", vary]);
  return { url: api, requestHeaders: origin === null ? [] : [["Origin", origin]], response: { status: 200, headers } };
}

/** What the page gets, and whether the network was asked, whose answer is shared with it. */
function outcome(httpCache: readonly CachedResponse[], init: Partial<PageRequest> = {}): string {
  const verdict = judge({
    page: { origin: app },
    request: { url: api, ...init },
    httpCache,
    responder: () => ({
      status: 200,
      headers: [
        ["Access-Control-Allow-Origin", app],
        ["Access-Control-Allow-Headers", "x-a,if-none-match"],
      ],
    }),
  });
  const from = verdict.exchanges.length === 0 ? "stored" : "network";
  return `${verdict.type === "network error" ? verdict.reason : verdict.type}, ${from}`;
}

describe("a stored response answers the page", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, stored: readonly CachedResponse[], init: Partial<PageRequest>, expected: string])[] = [
    ["nothing is stored",                                  [],                                         {},                                      "allowed, network"],
    ["stored for this page",                               [storedFor(app, app, "Origin")],            {},                                      "allowed, stored"],
    ["stored for another, and it says so",                 [storedFor(other, other, "Origin")],        {},                                      "allowed, network"],
    ["stored for another, and it does not",                [storedFor(other, other, null)],            {},                                      "acao-mismatch, stored"],
    ["another Vary does not help",                         [storedFor(other, other, "Accept-Encoding")], {},                                    "acao-mismatch, stored"],
    ["Origin among others does",                           [storedFor(other, other, "Accept-Encoding, origin")], {},                             "allowed, network"],
    ["stored for an image, without Origin",                [storedFor(null, null, null)],              {},                                      "acao-missing, stored"],
    ["stored for an image, and it varies on Origin",       [storedFor(null, null, "Origin")],          {},                                      "allowed, network"],
    ["shared with everyone",                               [storedFor(other, "*", null)],              {},                                      "allowed, stored"],
    ["Vary: * answers nobody",                             [storedFor(app, app, "*")],                 {},                                      "allowed, network"],
    ["another URL",                                        [{ ...storedFor(other, other, null), url: `${api}y` }], {},                           "allowed, network"],
    ["the last that is stored counts",                     [storedFor(other, other, null), storedFor(app, app, null)], {},                      "allowed, stored"],
    ["another method",                                     [storedFor(other, other, null)],            { method: "POST" },                      "allowed, network"],
    ["mode no-cors asks nothing of it",                    [storedFor(other, other, null)],            { mode: "no-cors" },                     "allowed, stored"],
    ["cache no-store goes past it",                        [storedFor(other, other, null)],            { cache: "no-store" },                   "allowed, network"],
    ["cache reload goes past it",                          [storedFor(other, other, null)],            { cache: "reload" },                     "allowed, network"],
    ["cache no-cache asks the server",                     [storedFor(other, other, null)],            { cache: "no-cache" },                   "allowed, network"],
    ["cache force-cache does not",                         [storedFor(other, other, null)],            { cache: "force-cache" },                "acao-mismatch, stored"],
    ["a request that is conditional itself",               [storedFor(other, other, null)],            { headers: { "If-None-Match": "x" } },   "allowed, network"],
    ["only-if-cached, and it is not",                      [],                                         { url: `${app}/`, cache: "only-if-cached", mode: "same-origin" }, "network, stored"],
  ];

  test.each(facts)("%s", (_why, stored, init, expected) => {
    expect(outcome(stored, init)).toBe(expected);
  });
});

test("the preflight comes first, and is never answered from there", () => {
  const verdict = judge({
    page: { origin: app },
    request: { url: api, headers: { "x-a": "1" } },
    httpCache: [storedFor(other, other, null)],
    responder: () => ({
      status: 204,
      headers: [
        ["Access-Control-Allow-Origin", app],
        ["Access-Control-Allow-Headers", "x-a"],
      ],
    }),
  });
  expect(verdict).toMatchObject({ reason: "acao-mismatch", onPreflight: false });
  expect(verdict.exchanges.map(({ request }) => request.method)).toEqual(["OPTIONS"]);
  expect(verdict.notes).toEqual([{ note: "from-http-cache", hop: 0, url: api, origin: other }]);
});
