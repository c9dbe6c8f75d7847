import { expect, test } from "vitest";
import { replay } from "./replay.ts";

const recorded = {
  request: {
    method: "OPTIONS",
    url: "https://shop.example/a?b",
    headers: [
      ["Origin", "https://app.example"],
      ["Access-Control-Request-Method", "PUT"],
      ["Access-Control-Request-Headers", "content-type,x-a"],
    ],
  },
  response: { status: 204, headers: [] },
} as const;
const later = { ...recorded, response: { status: 500, headers: [] } };
const respond = replay([recorded, later]);

// biome-ignore format: one fact per line
const facts = [
  ["the first answer to the same question",        {},                                                                           204],
  ["headers that CORS does not read are ignored",  { headers: [...recorded.request.headers, ["Accept", "*/*"]] },                204],
  ["a fragment is not sent",                       { url: "https://shop.example/a?b#c" },                                        204],
  ["names compare without case and spaces",        { headers: [...recorded.request.headers.slice(0, 2), ["access-control-request-headers", "Content-Type, X-A"]] }, 204],
  ["another method was not asked",                 { method: "GET" },                                                            null],
  ["another query was not asked",                  { url: "https://shop.example/a?c" },                                          null],
  ["another origin was not asked",                 { headers: [["Origin", "https://other.example"], ...recorded.request.headers.slice(1)] }, null],
  ["without Origin was not asked",                 { headers: recorded.request.headers.slice(1) },                               null],
  ["another preflight was not asked",              { headers: recorded.request.headers.slice(0, 2) },                            null],
] as const;

test.each(facts)("%s", (_why, change, status) => {
  const answer = respond({ ...recorded.request, ...change });
  expect("status" in answer ? answer.status : null).toBe(status);
});
