import { expect, test } from "vitest";
import { registrableDomain } from "./registrable-domain.ts";

// biome-ignore format: one fact per line
const facts = [
  ["app.example.com",       "example.com"],
  ["example.com",           "example.com"],
  ["com",                   null],
  ["a.b.example.co.uk",     "example.co.uk"],
  ["co.uk",                 null],
  ["team.github.io",        "team.github.io"],
  ["x.team.github.io",      "team.github.io"],
  ["github.io",             null],
  ["shop.anything.ck",      "shop.anything.ck"],
  ["www.ck",                "www.ck"],
  ["a.www.ck",              "www.ck"],
  ["x.city.kawasaki.jp",    "city.kawasaki.jp"],
  ["a.any.kawasaki.jp",     "a.any.kawasaki.jp"],
  ["blog.wordpress.com",    "wordpress.com"],
  ["a.internal",            "a.internal"],
  ["a.b.localhost",         "b.localhost"],
  ["localhost",             null],
  ["127.0.0.1",             null],
  ["[::1]",                 null],
] as const;

test.each(facts)("%s: %s", (host, expected) => {
  expect(registrableDomain(host)).toBe(expected);
});
