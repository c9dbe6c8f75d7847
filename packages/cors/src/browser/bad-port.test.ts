import { describe, expect, test } from "vitest";
import { isBlockedDueToBadPort } from "./bad-port.ts";

describe("a bad port", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["no port",                                "http://a.example/",        false],
    ["an ordinary port",                       "http://a.example:8080/",   false],
    ["port 0",                                 "http://a.example:0/",      true],
    ["SMTP",                                   "https://a.example:25/",    true],
    ["X11",                                    "http://a.example:6000/",   true],
    ["the port before X11",                    "http://a.example:5999/",   false],
    ["Amanda",                                 "http://a.example:10080/",  true],
    ["FTP's own scheme is not HTTP",           "ftp://a.example:22/",      false],
    ["https on 80 is allowed",                 "https://a.example:80/",    false],
  ] as const;

  test.each(facts)("%s", (_why, url, expected) => {
    expect(isBlockedDueToBadPort(new URL(url))).toBe(expected);
  });
});
