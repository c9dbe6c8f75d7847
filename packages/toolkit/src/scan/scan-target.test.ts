import { describe, expect, test } from "vitest";
import { isFailure } from "./client-failure.ts";
import { scanTarget } from "./scan-target.ts";

describe("where a URL leads", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["https without a port is 443",            "https://example.com",              "example.com",      443,  "/"],
    ["http without a port is 80",              "http://example.com/a?b#c",         "example.com",      80,   "/a?b"],
    ["8080 is a web port",                     "http://example.com:8080/",         "example.com",      8080, "/"],
    ["8443 is a web port",                     "https://example.com:8443/",        "example.com",      8443, "/"],
    ["a name in another script is Punycode",   "https://bücher.example/",          "xn--bcher-kva.example", 443, "/"],
    ["an IPv6 address loses its brackets",     "http://[2606:4700:4700::1111]/",   "2606:4700:4700::1111", 80, "/"],
    ["octal is an address",                    "http://0177.0.0.1/",               "127.0.0.1",        80,   "/"],
    ["hexadecimal is an address",              "http://0x7f.1/",                   "127.0.0.1",        80,   "/"],
    ["decimal is an address",                  "http://2130706433/",               "127.0.0.1",        80,   "/"],
    ["a trailing dot is an address's too",     "http://127.0.0.1./",               "127.0.0.1",        80,   "/"],
    ["full-width digits are digits",           "http://１２７.0.0.1/",              "127.0.0.1",        80,   "/"],
    ["mapped IPv4 is hexadecimal",             "http://[::ffff:127.0.0.1]/",       "::ffff:7f00:1",    80,   "/"],
    ["a backslash is a slash",                 "http:\\\\127.0.0.1\\@example.com/", "127.0.0.1",       80,   "/@example.com/"],
  ] as const;

  test.each(facts)("%s", (_why, url, host, port, path) => {
    expect(scanTarget(url, {})).toMatchObject({ host, port, path, trusted: false });
  });
});

describe("where no scan goes", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["nothing",                     "",                                  "\"\" is not a URL"],
    ["a bare domain is no URL",     "example.com",                       "Write one like https://example.com/."],
    ["a file",                      "file:///etc/passwd",                "has the scheme \"file\""],
    ["a script",                    "javascript:alert(1)",               "has the scheme \"javascript\""],
    ["gopher",                      "gopher://127.0.0.1:70/",            "Only http and https"],
    ["a user",                      "https://user@example.com/",         "has a user name or password"],
    ["a password",                  "https://:secret@example.com/",      "Write https://example.com/ without it."],
    ["SSH's port",                  "http://example.com:22/",            "names port 22"],
    ["a database's port",           "http://example.com:6379/",          "ports 80, 443, 8080 and 8443"],
    ["port 0",                      "http://example.com:0/",             "names port 0"],
    ["a port beyond all ports",     "http://example.com:99999/",         "is not a URL"],
    ["a zone id",                   "http://[fe80::1%25eth0]/",          "is not a URL"],
    ["a name's control characters", "http://exa\u0000mple.com/",         "\"http://exa\\u0000mple.com/\" is not a URL"],
  ] as const;

  test.each(facts)("%s", (_why, url, fragment) => {
    const target = scanTarget(url, {});
    expect(isFailure(target) && target.code).toBe("url-not-allowed");
    expect(isFailure(target) && target.why).toContain(fragment);
  });
});

describe("who is let through all the same", () => {
  const demo = new Set(["127.0.0.1:3001", "[::1]:3002", "demo.localhost:80"]);
  // biome-ignore format: one fact per line
  const facts = [
    ["any port with allowPrivate",        "http://example.com:22/",       { allowPrivate: true }, true],
    ["the pair that is named",            "http://127.0.0.1:3001/x",      { alsoAllowed: demo },  true],
    ["an IPv6 pair, in brackets",         "http://[::1]:3002/",           { alsoAllowed: demo },  true],
    ["a default port is named as well",   "http://demo.localhost/",       { alsoAllowed: demo },  true],
    ["another port of that host is not",  "http://127.0.0.1:8080/",       { alsoAllowed: demo },  false],
    ["nor another host at that port",     "http://127.0.0.2:80/",         { alsoAllowed: demo },  false],
    ["nor a name that ends alike",        "http://x.demo.localhost:80/",  { alsoAllowed: demo },  false],
  ] as const;

  test.each(facts)("%s", (_why, url, options, trusted) => {
    expect(scanTarget(url, options)).toMatchObject({ trusted });
  });
});
