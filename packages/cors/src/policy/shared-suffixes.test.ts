import { expect, test } from "vitest";
import { sharedSuffix } from "./shared-suffixes.ts";

// biome-ignore format: one fact per line
const facts = [
  ["com",                          "registry"],
  ["de",                           "registry"],
  ["co.uk",                        "registry"],
  ["versicherung",                 "registry"],
  ["xn--vermgensberatung-pwb",     "registry"],
  ["akashi.hyogo.jp",              "registry"],
  ["ck",                           "registry"],
  ["anything.ck",                  "registry"],
  ["www.ck",                       null],
  ["below.www.ck",                 null],
  ["any.kawasaki.jp",              "registry"],
  ["city.kawasaki.jp",             null],
  ["github.io",                    "hosting"],
  ["vercel.app",                   "hosting"],
  ["wordpress.com",                "hosting"],
  ["s3.amazonaws.com",             "hosting"],
  ["amazonaws.com",                "hosting"],
  ["eu-west-1.elasticbeanstalk.com", "hosting"],
  ["windows.net",                  "hosting"],
  ["example.com",                  null],
  ["team.vercel.app",              null],
  ["example.co.uk",                null],
  ["internal",                     null],
  ["localhost",                    null],
  ["xgithub.io",                   null],
  ["constructor",                  null],
  ["",                             null],
] as const;

test.each(facts)("*.%s: %s", (host, expected) => {
  expect(sharedSuffix(host)?.kind ?? null).toBe(expected);
});

// biome-ignore format: one fact per line
const news = [
  ["listed for long",                       "github.io",      false],
  ["listed in the year before the edition", "emergent.cloud", true],
  ["a parent of old ones, too",             "amazonaws.com",  false],
  ["a parent of new ones alone",            "devs.ai",        true],
] as const;

test.each(news)("%s: %s", (_why, host, expected) => {
  expect(sharedSuffix(host)?.newlyListed).toBe(expected);
});
