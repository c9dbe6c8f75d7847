import { expect, test } from "vitest";
import { visitorSession } from "./visitor-session.ts";

// biome-ignore format: one fact per line
const facts = [
  ["to the target itself",                "https://shop.example/",      "https://shop.example/a",     true],
  ["to another host",                     "https://shop.example/",      "https://www.shop.example/a", false],
  ["to another port",                     "https://shop.example:8443/", "https://shop.example/a",     false],
  ["from http on to https",               "http://shop.example/",       "https://shop.example/a",     true],
  ["within http, for who named it",       "http://shop.example/",       "http://shop.example/a",      true],
  ["from https back to http",             "https://shop.example/",      "http://shop.example/a",      false],
] as const;

test.each(facts)("a session goes %s", (_name, target, url, goes) => {
  const session = visitorSession(target, [["Authorization", "Bearer 1"]]);
  expect(session.sent({ method: "GET", url, headers: [] }).headers).toEqual(
    goes ? [["Authorization", "Bearer 1"]] : [],
  );
});
