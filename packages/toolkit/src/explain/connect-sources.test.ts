import { expect, test } from "vitest";
import { allowsConnection } from "./connect-sources.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [policy: string, url: string, allowed: boolean])[] = [
  ["",                                              "https://api.example/",      true],
  ["script-src 'none'",                             "https://api.example/",      true],
  ["default-src 'self'",                            "https://api.example/",      false],
  ["default-src 'none'; connect-src *",             "https://api.example/",      true],
  ["connect-src 'self'",                            "https://app.example/a",     true],
  ["connect-src 'none'",                            "https://app.example/a",     false],
  ["connect-src api.example",                       "https://api.example/",      true],
  ["connect-src api.example",                       "http://api.example/",       false],
  ["connect-src http://api.example",                "https://api.example/",      true],
  ["connect-src https:",                            "https://api.example/",      true],
  ["connect-src *.example",                         "https://api.example/",      true],
  ["connect-src *.example",                         "https://example/",          false],
  ["connect-src https://api.example",               "https://api.example:8443/", false],
  ["connect-src https://api.example:*",             "https://api.example:8443/", true],
  ["connect-src https://api.example/v1/",           "https://api.example/v1/a",  true],
  ["connect-src https://api.example/v1",            "https://api.example/v1/a",  false],
  ["connect-src *, connect-src 'self'",             "https://api.example/",      false],
  ["connect-src 'self'; connect-src *",             "https://api.example/",      false],
];

test.each(facts)("%s: %s", (policy, url, allowed) => {
  expect(allowsConnection(policy, url, "https://app.example")).toBe(allowed);
});
