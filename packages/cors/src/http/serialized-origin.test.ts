import { expect, test } from "vitest";
import { parseSerializedOrigin, serializeOrigin } from "./serialized-origin.ts";

const label63 = "a".repeat(63);
const longestDomain = `${label63}.${label63}.${label63}.${"a".repeat(61)}`;

// biome-ignore format: one fact per line
const origins = [
  ["a domain",                               "https://app.example.com",             "https", "app.example.com", null],
  ["a port that is not the default",         "https://app.example.com:8443",        "https", "app.example.com", 8443],
  ["https on http's port",                   "https://app.example.com:80",          "https", "app.example.com", 80],
  ["port 0, which the URL parser keeps",     "http://app.example.com:0",            "http",  "app.example.com", 0],
  ["the highest port",                       "http://app.example.com:65535",        "http",  "app.example.com", 65535],
  ["a single label",                         "http://localhost:3000",               "http",  "localhost", 3000],
  ["an underscore, as browsers send it",     "https://my_app.example.com",          "https", "my_app.example.com", null],
  ["a hyphen at a label's end",              "https://a-.example.com",              "https", "a-.example.com", null],
  ["Punycode",                               "https://xn--bcher-kva.example",       "https", "xn--bcher-kva.example", null],
  ["an IPv4 address",                        "http://127.0.0.1:8080",               "http",  "127.0.0.1", 8080],
  ["an IPv6 address, compressed",            "http://[::1]:8080",                   "http",  "[::1]", 8080],
  ["an extension",                           "chrome-extension://abcdefghijklmnop", "chrome-extension", "abcdefghijklmnop", null],
  ["a label of 63 bytes",                    `https://${label63}.example`,          "https", `${label63}.example`, null],
  ["the longest domain there is",            `https://${longestDomain}:65535`,      "https", longestDomain, 65535],
] as const;

test.each(origins)("%s is an origin", (_why, value, scheme, host, port) => {
  const origin = parseSerializedOrigin(value);
  expect(origin).toEqual({ scheme, host, port });
  expect(serializeOrigin({ scheme, host, port })).toBe(value);
});

// biome-ignore format: one fact per line
const others = [
  ["the opaque origin is no tuple",          "null"],
  ["nothing",                                ""],
  ["a scheme is needed",                     "app.example.com"],
  ["a scheme-relative one too",              "//app.example.com"],
  ["a trailing slash is a path",             "https://app.example.com/"],
  ["a path",                                 "https://app.example.com/a"],
  ["a query",                                "https://app.example.com?a"],
  ["a fragment",                             "https://app.example.com#a"],
  ["userinfo",                               "https://user@app.example.com"],
  ["an upper-case host",                     "https://App.example.com"],
  ["an upper-case scheme",                   "HTTPS://app.example.com"],
  ["https's default port is never sent",     "https://app.example.com:443"],
  ["http's neither",                         "http://app.example.com:80"],
  ["a port with a leading zero",             "https://app.example.com:0443"],
  ["an empty port",                          "https://app.example.com:"],
  ["a port past 65535",                      "https://app.example.com:65536"],
  ["a port that is no number",               "https://app.example.com:x"],
  ["a trailing dot",                         "https://app.example.com."],
  ["a leading dot",                          "https://.example.com"],
  ["an empty label",                         "https://app..example.com"],
  ["an empty host",                          "https://"],
  ["a wildcard",                             "https://*.example.com"],
  ["two origins",                            "https://a.example, https://b.example"],
  ["two origins by a space",                 "https://a.example https://b.example"],
  ["a leading space",                        " https://a.example"],
  ["a trailing line end",                    "https://a.example\n"],
  ["a NUL",                                  "https://a.example\u0000"],
  ["a letter beyond ASCII",                  "https://bücher.example"],
  ["a percent sign",                         "https://a%2eexample"],
  ["an odd character some browsers keep",    "https://example.com$.attacker.example"],
  ["a label of 64 bytes",                    `https://${label63}a.example`],
  ["a domain past 253 bytes",                `https://a.${longestDomain}`],
  ["a megabyte",                             `https://${"a.".repeat(500_000)}example`],
  ["an IPv6 address not compressed",         "http://[0:0:0:0:0:0:0:1]"],
  ["an IPv6 address in upper case",          "http://[FE80::1]"],
  ["a broken IPv6 address",                  "http://[::1::2]"],
  ["an IPv6 address without brackets",       "http://::1"],
] as const;

test.each(others)("%s is not an origin", (_why, value) => {
  expect(parseSerializedOrigin(value)).toBeNull();
});
