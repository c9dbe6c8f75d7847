import { expect, test } from "vitest";
import { parseAddressPrefix } from "./address-list.ts";
import { requesterOf } from "./requester.ts";

const proxies = ["127.0.0.1", "10.0.0.0/8", "::1"].map((text) => {
  const prefix = parseAddressPrefix(text);
  if (prefix === null) throw new Error(text);
  return prefix;
});

// biome-ignore format: one fact per line
const facts = [
  ["without a proxy: the connection's other end",          "192.0.2.1",        undefined,                              "192.0.2.1"],
  ["whoever is no proxy may write what they like",         "192.0.2.1",        "203.0.113.9",                          "192.0.2.1"],
  ["a proxy says for whom it asks",                        "127.0.0.1",        "203.0.113.9",                          "203.0.113.9"],
  ["a proxy, named in IPv6",                               "::ffff:127.0.0.1", "203.0.113.9",                          "203.0.113.9"],
  ["what stands before it is the client's own invention",  "127.0.0.1",        "198.51.100.1, 203.0.113.9",            "203.0.113.9"],
  ["a chain of proxies",                                   "127.0.0.1",        "198.51.100.1, 203.0.113.9, 10.2.3.4",  "203.0.113.9"],
  ["only proxies: the first of them",                      "127.0.0.1",        "10.1.1.1, 10.2.3.4",                   "10.1.1.1"],
  ["a proxy that says nothing",                            "127.0.0.1",        undefined,                              "127.0.0.1"],
  ["what is no address is nobody",                         "127.0.0.1",        "203.0.113.9, unknown",                 "127.0.0.1"],
  ["an address with a port",                               "127.0.0.1",        "203.0.113.9:4711",                     "203.0.113.9"],
  ["an IPv6 address counts by its network",                "::1",              "2001:db8:1:2:3:4:5:6",                 "2001:db8:1:2::/64"],
  ["with brackets and a port",                             "::1",              "[2001:db8:1:2:3:4:5:6]:443",           "2001:db8:1:2::/64"],
] as const;

test.each(facts)("%s", (_why, remote, forwarded, key) => {
  const headers: HeadersInit = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  expect(requesterOf(new Request("http://crosscheck.example/", { headers }), remote, proxies).key).toBe(key);
});

// biome-ignore format: one fact per line
const schemes = [
  ["a proxy says that the visitor came by https", "127.0.0.1", "https", "https"],
  ["anybody else does not",                       "192.0.2.1", "https", null],
  ["nothing that is no scheme",                   "127.0.0.1", "gopher", null],
] as const;

test.each(schemes)("%s", (_why, remote, proto, scheme) => {
  const request = new Request("http://crosscheck.example/", { headers: { "x-forwarded-proto": proto } });
  expect(requesterOf(request, remote, proxies).scheme).toBe(scheme);
});

// biome-ignore format: one fact per line
const prefixes = [
  ["192.0.2.1", true], ["192.0.2.0/24", true], ["2001:db8::/32", true], ["[2001:db8::1]", true],
  ["192.0.2.0/33", false], ["192.0.2", false], ["example.com", false], ["", false], ["192.0.2.0/", false],
] as const;

test.each(prefixes)("%j is an address or a network: %s", (text, expected) => {
  expect(parseAddressPrefix(text) !== null).toBe(expected);
});
