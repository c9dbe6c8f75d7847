import { expect, test } from "vitest";
import { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from "./method.ts";

// biome-ignore format: one fact per line
const facts = [
  ["get is normalised, then safelisted",       "get",     "GET",     true,  false],
  ["HEAD is safelisted",                       "HEAD",    "HEAD",    true,  false],
  ["post is normalised, then safelisted",      "pOsT",    "POST",    true,  false],
  ["put is normalised, not safelisted",        "put",     "PUT",     false, false],
  ["delete is normalised, not safelisted",     "delete",  "DELETE",  false, false],
  ["options is normalised, not safelisted",    "options", "OPTIONS", false, false],
  ["patch keeps its case",                     "patch",   "patch",   false, false],
  ["an unknown method keeps its case",         "Chicken", "Chicken", false, false],
  ["TRACE is forbidden in any case",           "trace",   "trace",   false, true],
  ["CONNECT is forbidden",                     "CONNECT", "CONNECT", false, true],
  ["TRACK is forbidden",                       "Track",   "Track",   false, true],
  ["a longer name is not",                     "TRACES",  "TRACES",  false, false],
] as const;

test.each(facts)("%s", (_why, method, normalized, safelisted, forbidden) => {
  expect(normalizeMethod(method)).toBe(normalized);
  expect(isCorsSafelistedMethod(normalizeMethod(method))).toBe(safelisted);
  expect(isForbiddenMethod(method)).toBe(forbidden);
});
