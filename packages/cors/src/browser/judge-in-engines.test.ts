import { expect, test } from "vitest";
import { judgeInEngines } from "./judge-in-engines.ts";
import type { PageRequest } from "./page-request.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, request: Partial<PageRequest>, status: number, allowHeaders: string, differsIn: readonly string[]])[] = [
  ["a simple request is the same everywhere",    {},                                 200, "",  []],
  ["* for Authorization is let through by all",  { headers: { Authorization: "x" } }, 200, "*", ["chromium", "firefox", "webkit"]],
  ["407 fails in Chromium; the others read it",  {},                                 407, "",  ["chromium", "firefox", "webkit"]],
];

test.each(facts)("%s", (_why, request, status, allowHeaders, differsIn) => {
  const headers = [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Headers", allowHeaders],
  ] as const;
  const verdicts = judgeInEngines({
    page: { origin: "https://app.example" },
    request: { url: "https://api.example/", ...request },
    responder: () => ({ status, headers }),
  });
  expect(verdicts.differsIn).toEqual(differsIn);
});
