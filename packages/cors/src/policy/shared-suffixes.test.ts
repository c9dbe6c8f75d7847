import { expect, test } from "vitest";
import { sharedSuffix } from "./shared-suffixes.ts";

// biome-ignore format: one fact per line
const facts = [
  ["com",               "registry"],
  ["de",                "registry"],
  ["co.uk",             "registry"],
  ["github.io",         "hosting"],
  ["vercel.app",        "hosting"],
  ["s3.amazonaws.com",  "hosting"],
  ["amazonaws.com",     "hosting"],
  ["windows.net",       "hosting"],
  ["example.com",       null],
  ["team.vercel.app",   null],
  ["example.co.uk",     null],
  ["internal",          null],
  ["localhost",         null],
  ["xgithub.io",        null],
  ["constructor",       null],
] as const;

test.each(facts)("*.%s: %s", (host, expected) => {
  expect(sharedSuffix(host)).toBe(expected);
});
