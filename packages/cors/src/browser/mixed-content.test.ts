import { describe, expect, test } from "vitest";
import type { FetchRequest } from "./fetch-request.ts";
import { mayBeMixedContent } from "./mixed-content.ts";
import { newRequest } from "./new-request.ts";

describe("what may be mixed content", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["https asks http",                        "https://app.example",      "http://api.example/",      true],
    ["https asks https",                       "https://app.example",      "https://api.example/",     false],
    ["http asks http",                         "http://app.example",       "http://api.example/",      false],
    ["https asks localhost",                   "https://app.example",      "http://localhost:3000/",   false],
    ["https asks a name under localhost",      "https://app.example",      "http://a.localhost./",     false],
    ["https asks 127.0.0.1",                   "https://app.example",      "http://127.0.0.1/",        false],
    ["https asks all of 127.0.0.0/8",          "https://app.example",      "http://127.9.9.9/",        false],
    ["https asks ::1",                         "https://app.example",      "http://[::1]/",            false],
    ["https asks a private address",           "https://app.example",      "http://192.168.0.1/",      true],
    ["https asks a look-alike of localhost",   "https://app.example",      "http://xlocalhost/",       true],
    ["a sandboxed page has no scheme",         "null",                     "http://api.example/",      false],
  ] as const;

  test.each(facts)("%s", (_why, origin, url, expected) => {
    expect(mayBeMixedContent(newRequest({ origin }, { url }) as FetchRequest)).toBe(expected);
  });
});
