import { expect, test } from "vitest";
import { locationUrl } from "./location-url.ts";

const base = "https://a.example/dir/page?q";

// biome-ignore format: one fact per line
const facts = [
  ["an absolute URL",                                  302, base,           ["https://b.example/x"],            "https://b.example/x"],
  ["a path",                                           302, base,           ["/x"],                             "https://a.example/x"],
  ["a relative path",                                  302, base,           ["x"],                              "https://a.example/dir/x"],
  ["a scheme-relative URL",                            302, base,           ["//b.example"],                    "https://b.example/"],
  ["a query",                                          302, base,           ["?r"],                             "https://a.example/dir/page?r"],
  ["empty: the same URL again",                        302, base,           [""],                               base],
  ["no header: null",                                  302, base,           [],                                 null],
  ["no redirect status: null",                         200, base,           ["/x"],                             null],
  ["300 is no redirect status",                        300, base,           ["/x"],                             null],
  ["304 is no redirect status",                        304, base,           ["/x"],                             null],
  ["305 is no redirect status",                        305, base,           ["/x"],                             null],
  ["301 is",                                           301, base,           ["/x"],                             "https://a.example/x"],
  ["303 is",                                           303, base,           ["/x"],                             "https://a.example/x"],
  ["307 is",                                           307, base,           ["/x"],                             "https://a.example/x"],
  ["308 is",                                           308, base,           ["/x"],                             "https://a.example/x"],
  ["two headers are failure",                          302, base,           ["/x", "/y"],                       "failure"],
  ["two equal headers are failure",                    302, base,           ["/x", "/x"],                       "failure"],
  ["no URL is failure",                                302, base,           ["https://"],                       "failure"],
  ["a port too large is failure",                      302, base,           ["https://b.example:99999/"],       "failure"],
  ["a comma is part of a URL",                         302, base,           ["/x, /y"],                         "https://a.example/x,%20/y"],
  ["another scheme is a URL",                          302, base,           ["data:,x"],                        "data:,x"],
  ["the request's fragment is inherited",              302, `${base}#f`,    ["/x"],                             "https://a.example/x#f"],
  ["a fragment of its own is kept",                    302, `${base}#f`,    ["/x#g"],                           "https://a.example/x#g"],
  ["an empty fragment of its own is kept",             302, `${base}#f`,    ["/x#"],                            "https://a.example/x#"],
  ["bytes keep their values",                          302, base,           ["/\xe2\x98\x83"],                  "https://a.example/%E2%98%83"],
  ["bytes that are no UTF-8 too",                      302, base,           ["/\xff?\xe9"],                     "https://a.example/%FF?%E9"],
  ["bytes in a host are UTF-8",                        302, base,           ["https://b\xc3\xbccher.example/"], "https://xn--bcher-kva.example/"],
  ["escapes are left alone",                           302, base,           ["/%e2%98%83"],                     "https://a.example/%e2%98%83"],
] as const;

test.each(facts)("%s", (_why, status, url, values, expected) => {
  const headers = values.map((value) => ["Location", value] as const);
  const location = locationUrl({ status, headers }, new URL(url));
  expect(location instanceof URL ? location.href : location).toBe(expected);
});
