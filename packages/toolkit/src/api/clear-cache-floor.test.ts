import { expect, test } from "vitest";
import { ClearCacheFloor } from "./clear-cache-floor.ts";

// biome-ignore format: one fact per line
const facts = [
  ["the same URL, at once",                    "https://a.example/",    "https://a.example/",    0,      0],
  ["the same host, another path",              "https://a.example/",    "https://a.example/b",   30_500, 30],
  ["the same host, another scheme and port",   "https://a.example/",    "http://a.example:8080", 1_000,  1],
  ["the same host without a scheme",           "https://a.example/",    "A.example",             1_000,  1],
  ["the same host with its root's dot",        "https://a.example/",    "a.example.",            1_000,  1],
  ["the same host, a URL in its query",        "https://a.example/",    "a.example/?u=http://b", 1_000,  1],
  ["just before the floor",                    "a.example",             "a.example",             59_999, 59],
  ["the floor has passed",                     "a.example",             "a.example",             60_000, null],
  ["another host",                             "a.example",             "b.example",             0,      null],
  ["a subdomain is another host",              "a.example",             "www.a.example",         0,      null],
  ["demo sites share a host, not a floor",     "http://127.0.0.1:8790", "http://127.0.0.1:8791", 0,      null],
  ["each demo site has its own",               "http://127.0.0.1:8790", "http://127.0.0.1:8790", 0,      0],
] as const;

test.each(facts)("%s", (_why, scanned, asked, later, expected) => {
  const floor = new ClearCacheFloor(60_000, new Set(["127.0.0.1:8790", "127.0.0.1:8791"]));
  floor.scanned(scanned, 1_000_000);
  expect(floor.secondsSince(asked, 1_000_000 + later)).toBe(expected);
});

test("the sentence says what, why, and how long", () => {
  expect(new ClearCacheFloor(60_000, new Set()).describe(12)).toBe(
    "Clear cache had no effect: this host was scanned 12 s ago, and it is scanned afresh at most once in 60 s. " +
      "This is the stored result.",
  );
});
