import { expect, test } from "vitest";
import { parseScanForm, parseScanRequest } from "./scan-request.ts";

// biome-ignore format: one fact per line
const bodies = [
  ["a domain is enough",                          { url: "example.com" },                                        { url: "example.com", clearCache: false, followRedirects: true }],
  ["outer spaces are a slip",                     { url: "  example.com\n" },                                    { url: "example.com", clearCache: false, followRedirects: true }],
  ["both switches",                               { url: "https://a.example/x", clearCache: true, followRedirects: false }, { url: "https://a.example/x", clearCache: true, followRedirects: false }],
  ["a port without a scheme",                     { url: "localhost:3000" },                                     { url: "localhost:3000", clearCache: false, followRedirects: true }],
  ["an IPv6 address",                             { url: "http://[::1]:8080/" },                                 { url: "http://[::1]:8080/", clearCache: false, followRedirects: true }],
] as const;

test.each(bodies)("taken: %s", (_why, body, request) => {
  expect(parseScanRequest(body)).toEqual({ ok: true, request });
});

// biome-ignore format: one fact per line
const mistakes = [
  ["no JSON",                                     undefined,                             [""],                                "Write an object"],
  ["a list",                                      [],                                    [""],                                "Write an object"],
  ["null",                                        null,                                  [""],                                "Write an object"],
  ["a text",                                      "example.com",                         [""],                                "Write an object"],
  ["no url",                                      {},                                    ["/url"],                            "Write a domain or a URL"],
  ["a number for a url",                          { url: 1 },                            ["/url"],                            "Write a domain or a URL"],
  ["an empty url",                                { url: " " },                          ["/url"],                            "Type a domain or a URL"],
  ["not a url",                                   { url: "http://" },                    ["/url"],                            '"http://" is not a URL or a domain'],
  ["spaces within",                               { url: "exa mple.com" },               ["/url"],                            '"exa mple.com" is not a URL'],
  ["another scheme",                              { url: "ftp://a.example/" },           ["/url"],                            "Only http and https"],
  ["too long",                                    { url: `a.example/${"x".repeat(3000)}` }, ["/url"],                         "3010 characters long"],
  ["every mistake at once",                       { url: "", clearCache: 1, followRedirects: "on" }, ["/url", "/clearCache", "/followRedirects"], "Write true or false."],
  ["an unknown member",                           { url: "a.example", "follow/it": 1 },  ["/follow~1it"],                     "there are: url, clearCache, followRedirects"],
] as const;

test.each(mistakes)("refused: %s", (_why, body, pointers, text) => {
  const parsed = parseScanRequest(body);
  if (parsed.ok) throw new Error("it was taken");
  expect(parsed.errors.map(({ pointer }) => pointer)).toEqual(pointers);
  expect(parsed.errors.map(({ detail }) => detail).join(" ")).toContain(text);
});

// biome-ignore format: one fact per line
const forms = [
  ["a box that is not ticked is not sent",  "url=a.example",                                   false, false, null],
  ["both ticked",                           "url=a.example&clearCache=on&followRedirects=on",  true,  true,  null],
  ["nothing typed",                         "url=",                                            false, false, "Type a domain or a URL, like example.com."],
] as const;

test.each(forms)("the form: %s", (_why, body, clearCache, followRedirects, error) => {
  expect(parseScanForm(new URLSearchParams(body))).toMatchObject({ clearCache, followRedirects, error });
});
