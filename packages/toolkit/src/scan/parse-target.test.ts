import { expect, test } from "vitest";
import { parseTarget } from "./parse-target.ts";

// biome-ignore format: one fact per line
const facts = [
  ["a bare domain: https first",              "example.com",                 ["https://example.com/", "http://example.com/"]],
  ["a domain with a path",                    "example.com/a?b=c",           ["https://example.com/a?b=c", "http://example.com/a?b=c"]],
  ["a URL is itself",                         "http://example.com/a",        ["http://example.com/a"]],
  ["the scheme in upper case",                "HTTPS://EXAMPLE.COM",         ["https://example.com/"]],
  ["the fragment is not sent",                "https://example.com/#top",    ["https://example.com/"]],
  ["a host with a port is no scheme",         "localhost:3000",              ["https://localhost:3000/", "http://localhost:3000/"]],
  ["an address with a port",                  "127.0.0.1:8080/x",            ["https://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"]],
  ["port 443 is TLS",                         "example.com:443",             ["https://example.com/"]],
  ["port 80 is not",                          "example.com:80/a",            ["http://example.com/a"]],
  ["an IPv6 address in brackets",             "[::1]:8080",                  ["https://[::1]:8080/", "http://[::1]:8080/"]],
  ["and without",                             "2001:db8::1",                 ["https://[2001:db8::1]/", "http://[2001:db8::1]/"]],
  ["an internationalised name",               "bücher.example",              ["https://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"]],
  ["without its scheme",                      "//example.com/",              ["https://example.com/", "http://example.com/"]],
  ["space around it",                         "  example.com\n",             ["https://example.com/", "http://example.com/"]],
  ["the URL standard's view of an address",   "http://0x7f.1/",              ["http://127.0.0.1/"]],
] as const;

test.each(facts)("%s", (_why, text, urls) => {
  expect(parseTarget(text)).toEqual({ ok: true, urls });
});

// biome-ignore format: one fact per line
const wrong = [
  ["nothing",                    "",                      /^The target is empty\./],
  ["space alone",                "  ",                    /^The target is empty\./],
  ["a space inside",             "exa mple.com",          /^"exa mple\.com" is not a URL or a domain\./],
  ["another scheme",             "ftp://example.com/",    /has the scheme "ftp"\. Only http and https/],
  ["a file",                     "file:///etc/passwd",    /has the scheme "file"/],
  ["a script",                   "javascript:alert(1)",   /is not a URL or a domain/],
  ["an address to write to",     "mailto:a@example.com",  /is not a URL or a domain/],
  ["a password",                 "https://me:secret@example.com/", /^The target has a user name or password before "@example\.com"/],
  ["no host",                    "https://",              /is not a URL or a domain/],
  ["no host, a path",            "https:///etc/passwd",   /is not a URL or a domain/],
  ["a port out of range",        "example.com:99999",     /is not a URL or a domain/],
  ["a bad percent in the host",  "https://%zz/",          /is not a URL or a domain/],
  ["four thousand characters",   "a".repeat(5_000),       /is 5000 characters long/],
  ["control characters, escaped", "\u001b[31m a",         /^"\\u001b\[31m a" is not/],
] as const;

test.each(wrong)("no target: %s", (_why, text, message) => {
  const parsed = parseTarget(text);
  expect(parsed.ok ? "" : parsed.message).toMatch(message);
});
