import { expect, test } from "vitest";
import { addressKey } from "./address-key.ts";

// biome-ignore format: one fact per line
const facts = [
  ["an IPv4 address is one party",            "192.0.2.1",                    "192.0.2.1"],
  ["mapped into IPv6 it is the same",         "::ffff:192.0.2.1",             "192.0.2.1"],
  ["of an IPv6 address the first half",       "2001:db8:1:2:aaaa:bbbb:cccc:1", "2001:db8:1:2::/64"],
  ["another address of that network",         "2001:db8:1:2::",               "2001:db8:1:2::/64"],
  ["a zone is no part of it",                 "fe80::1%eth0",                 "fe80:0:0:0::/64"],
  ["what is no address stays",                "unknown",                      "unknown"],
] as const;

test.each(facts)("%s", (_why, address, key) => {
  expect(addressKey(address)).toBe(key);
});
