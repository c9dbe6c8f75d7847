import { expect, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";

/** As many bytes of safelisted values as asked for, 128 at most in each. */
function safelisted(bytes: number): HeaderList {
  const names = ["accept", "accept-language", "content-language"];
  return Array.from({ length: Math.ceil(bytes / 128) }, (_, index) => {
    return [names[index % 3] ?? "accept", "a".repeat(Math.min(128, bytes - index * 128))] as const;
  });
}

// biome-ignore format: one fact per line
const facts: readonly (readonly [string, HeaderList, readonly string[]])[] = [
  ["no header, no name",                             [],                                                          []],
  ["a safelisted header is none of them",            [["Accept", "*/*"]],                                         []],
  ["names are lowered",                              [["X-A", "1"]],                                              ["x-a"]],
  ["names are sorted by their bytes",                [["X-B", "1"], ["x_c", "1"], ["X-A", "1"], ["x!d", "1"]],    ["x!d", "x-a", "x-b", "x_c"]],
  ["a name appears once",                            [["X-A", "1"], ["x-a", "2"]],                                ["x-a"]],
  ["a name with one unsafe value appears",           [["Accept", "*/*"], ["Accept", '"']],                        ["accept"]],
  ["Content-Type twice: each is looked at",          [["Content-Type", "text/plain"], ["Content-Type", "text/plain"]], []],
  ["1,024 bytes of safelisted values",               safelisted(1024),                                            []],
  ["1,025 bytes of safelisted values",               safelisted(1025),                                            ["accept", "accept-language", "content-language"]],
  ["unsafe values do not count towards the 1,024",   [...safelisted(1024), ["x-a", "a".repeat(500)]],             ["x-a"]],
];

test.each(facts)("%s", (_why, headers, names) => {
  expect(corsUnsafeRequestHeaderNames(headers)).toEqual(names);
});
