import { expect, test } from "vitest";
import { crossOriginResourcePolicyCheck } from "./cross-origin-resource-policy-check.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { newRequest } from "./new-request.ts";

// biome-ignore format: one fact per line
const facts = [
  ["no policy",                                        "https://app.example",   "https://api.example/",       [],                             "allowed"],
  ["cross-origin",                                     "https://app.example",   "https://api.example/",       ["cross-origin"],               "allowed"],
  ["same-origin, from another origin",                 "https://app.example",   "https://api.example/",       ["same-origin"],                "blocked"],
  ["same-origin, from another port",                   "https://app.example",   "https://app.example:8443/",  ["same-origin"],                "blocked"],
  ["same-origin, from an opaque origin",               "null",                  "https://api.example/",       ["same-origin"],                "blocked"],
  ["same-origin, back at the page's own",              "https://app.example",   "https://app.example/",       ["same-origin"],                "allowed"],
  ["same-site, same host, another port",               "https://app.example",   "https://app.example:8443/",  ["same-site"],                  "allowed"],
  ["same-site, another top-level domain",              "https://app.example",   "https://app.test/",          ["same-site"],                  "blocked"],
  ["same-site, same top-level domain: not known",      "https://a.b.example",   "https://c.b.example/",       ["same-site"],                  "unknown"],
  ["same-site, from an opaque origin",                 "null",                  "https://api.example/",       ["same-site"],                  "blocked"],
  ["same-site, an http page and an https response",    "http://app.example",    "https://app.example/",       ["same-site"],                  "blocked"],
  ["same-site, an https page and an http response",    "https://app.example",   "http://app.example/",        ["same-site"],                  "allowed"],
  ["same-site, two addresses",                         "http://10.0.0.1",       "http://10.0.1.1/",           ["same-site"],                  "blocked"],
  ["same-site, one address",                           "http://10.0.0.1",       "http://10.0.0.1:81/",        ["same-site"],                  "allowed"],
  ["same-site, two IPv6 addresses",                    "http://[::1]",          "http://[::2]/",              ["same-site"],                  "blocked"],
  ["case counts: no policy",                           "https://app.example",   "https://api.example/",       ["Same-Origin"],                "allowed"],
  ["two headers: no policy",                           "https://app.example",   "https://api.example/",       ["same-origin", "same-origin"], "allowed"],
  ["a list: no policy",                                "https://app.example",   "https://api.example/",       ["same-site, same-origin"],     "allowed"],
] as const;

/** A list of two suffixes, of which one has two labels. */
const registrableDomain = (hostname: string): string | null =>
  /[^.]+\.(?:co\.example|(?!co\.)example)$/.exec(hostname)?.[0] ?? null;

// biome-ignore format: one fact per line
const factsWithSuffixes = [
  ["two names below one",            "https://a.b.example",   "https://c.b.example/",     "allowed"],
  ["a name and what it is below",    "https://b.example",     "https://c.b.example:81/",  "allowed"],
  ["two names below a suffix",       "https://a.co.example",  "https://b.co.example/",    "blocked"],
  ["two below one, below a suffix",  "https://x.a.co.example","https://y.a.co.example/",  "allowed"],
  ["the suffix itself, and a name",  "https://co.example",    "https://b.co.example/",    "blocked"],
  ["the suffix itself, twice",       "https://co.example",    "https://co.example:81/",   "allowed"],
  ["an http page, an https answer",  "http://a.b.example",    "https://c.b.example/",     "blocked"],
  ["an opaque origin",               "null",                  "https://c.b.example/",     "blocked"],
] as const;

test.each(factsWithSuffixes)("same-site, where suffixes are known: %s", (_why, origin, url, expected) => {
  const request = newRequest({ origin }, { url, mode: "no-cors" }) as FetchRequest;
  const headers = [["Cross-Origin-Resource-Policy", "same-site"]] as const;
  const fetched = { type: "default", response: { status: 200, headers }, url: new URL(url) } as const;
  expect(crossOriginResourcePolicyCheck(request, fetched, registrableDomain)).toBe(expected);
});

test.each(facts)("%s", (_why, origin, url, values, expected) => {
  const request = newRequest({ origin }, { url, mode: "no-cors" }) as FetchRequest;
  const headers = values.map((value) => ["Cross-Origin-Resource-Policy", value] as const);
  const fetched = { type: "default", response: { status: 200, headers }, url: new URL(url) } as const;
  expect(crossOriginResourcePolicyCheck(request, fetched)).toBe(expected);
});
