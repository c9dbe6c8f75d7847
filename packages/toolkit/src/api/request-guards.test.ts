import { expect, test } from "vitest";
import { isForUs, isFromElsewhere, namesFor } from "./request-guards.ts";

// biome-ignore format: one fact per line
const names = [
  ["bound to loopback, its address",             "127.0.0.1", "http://127.0.0.1:8787/",      true],
  ["bound to loopback, its name",                "127.0.0.1", "http://localhost:8787/",      true],
  ["bound to loopback, IPv6",                    "127.0.0.1", "http://[::1]:8787/",          true],
  ["DNS rebinding: another name made to point here", "127.0.0.1", "http://evil.example:8787/", false],
  ["a look-alike",                               "127.0.0.1", "http://localhost.evil.example/", false],
  ["bound to IPv6 loopback",                     "::1",       "http://[::1]/",               true],
  ["bound to another loopback address",          "127.0.0.2", "http://127.0.0.2/",           true],
  ["bound to every address, any name",           "0.0.0.0",   "http://scan.example/",        true],
] as const;

test.each(names)("%s", (_why, hostname, url, expected) => {
  expect(isForUs(new Request(url), namesFor(hostname))).toBe(expected);
});

// biome-ignore format: one fact per line
const senders = [
  ["our own form",                                     { "sec-fetch-site": "same-origin" },                                    false],
  ["our own form where the referrer hides the origin", { "sec-fetch-site": "same-origin", origin: "null" },                    false],
  ["typed by the user",                                { "sec-fetch-site": "none" },                                           false],
  ["another site's form",                              { "sec-fetch-site": "cross-site", origin: "https://evil.example" },     true],
  ["another port of this machine is same-site",        { "sec-fetch-site": "same-site" },                                      true],
  ["an unknown word",                                  { "sec-fetch-site": "friendly" },                                       true],
  ["an older browser, our own form",                   { origin: "http://127.0.0.1:8787" },                                    false],
  ["an older browser, another port",                   { origin: "http://127.0.0.1:3000" },                                    true],
  ["an older browser, another site",                   { origin: "https://evil.example" },                                     true],
  ["an older browser, a sandboxed frame",              { origin: "null" },                                                     true],
  ["curl",                                             {},                                                                     false],
] as const;

test.each(senders)("%s", (_why, headers, expected) => {
  expect(isFromElsewhere(new Request("http://127.0.0.1:8787/scan", { headers: { ...headers } }))).toBe(expected);
});
