import { describe, expect, test } from "vitest";
import { admitAddresses, nearestNetwork } from "./admit-addresses.ts";
import { isFailure } from "./client-failure.ts";
import { type ScanTarget, scanTarget } from "./scan-target.ts";

function target(options: { allowPrivate?: boolean } = {}): ScanTarget {
  const found = scanTarget("https://site.example/", options);
  if (isFailure(found)) throw new Error(found.why);
  return found;
}

describe("addresses that may be connected to", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a public one",                     ["93.184.216.34"],                                        ["93.184.216.34"]],
    ["public ones of both families",     ["2606:4700::1111", "1.1.1.1"],                           ["2606:4700::1111", "1.1.1.1"]],
    ["the first four of many",           ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5"],  ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"]],
    ["none, when one is private",        ["1.1.1.1", "10.0.0.1"],                                  "address-not-allowed"],
    ["none, when a fifth is private",    ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "10.0.0.1"], "address-not-allowed"],
    ["none, when one is no address",     ["1.1.1.1", "site.example"],                              "address-not-allowed"],
  ] as const;

  test.each(facts)("%s", (_why, addresses, expected) => {
    const admitted = admitAddresses(target(), addresses);
    expect(isFailure(admitted) ? admitted.code : admitted).toEqual(expected);
  });

  test("a private one, when private ones are allowed", () => {
    expect(admitAddresses(target({ allowPrivate: true }), ["10.0.0.1"])).toEqual(["10.0.0.1"]);
  });
});

describe("where a site is", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["public when all its addresses are", ["1.1.1.1", "2606:4700::1111"], "public"],
    ["private when one is",               ["1.1.1.1", "10.0.0.1"],        "private"],
    ["loopback when one is",              ["10.0.0.1", "::1"],            "loopback"],
  ] as const;

  test.each(facts)("%s", (_why, addresses, expected) => {
    expect(nearestNetwork(addresses)).toBe(expected);
  });
});
