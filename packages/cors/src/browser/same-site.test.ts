import { expect, test } from "vitest";
import { isSameSite, schemelesslySameSite } from "./same-site.ts";

/** As a public suffix list with `co.uk` in it would say. */
function registrableDomain(host: string): string | null {
  if (host === "co.uk" || !host.includes(".")) return null;
  return host
    .split(".")
    .slice(host.endsWith(".co.uk") ? -3 : -2)
    .join(".");
}

// biome-ignore format: one fact per line
const facts = [
  ["a host and itself",                          "app.example",   "app.example",   true],
  ["a single label and itself",                  "localhost",     "localhost",     true],
  ["two hosts of one registrable domain",        "a.app.example", "b.app.example", true],
  ["two registrable domains",                    "app.co.uk",     "api.co.uk",     false],
  ["a public suffix and what is below it",       "co.uk",         "app.co.uk",     false],
  ["another top-level domain",                   "app.example",   "app.test",      false],
  ["an IP address and another",                  "127.0.0.1",     "127.0.0.2",     false],
  ["an IPv6 address and a name",                 "[::1]",         "localhost",     false],
  ["a single label and what is below it",        "localhost",     "a.localhost",   false],
] as const;

test.each(facts)("%s: %s and %s", (_why, one, other, expected) => {
  expect(schemelesslySameSite(one, other, registrableDomain)).toBe(expected);
});

test("without a list, only what needs it is unknown", () => {
  expect(schemelesslySameSite("a.app.example", "b.app.example", null)).toBe("unknown");
  expect(schemelesslySameSite("app.example", "app.test", null)).toBe(false);
});

test("same site has the scheme, too, and is not guessed", () => {
  const [http, https] = [new URL("http://a.app.example/"), new URL("https://b.app.example/")];
  expect(isSameSite(http, https, registrableDomain)).toBe(false);
  expect(isSameSite(https, https, null)).toBe(true);
  expect(isSameSite(https, new URL("https://a.app.example/"), null)).toBe(false);
});
