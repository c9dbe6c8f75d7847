import { describe, expect, test } from "vitest";
import {
  containsCorsUnsafeRequestHeaderByte,
  isCorsSafelistedRequestHeader,
} from "./cors-safelisted-request-header.ts";

const a = (length: number): string => "a".repeat(length);

describe("a CORS-safelisted request-header", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["Accept with anything harmless",                       "Accept",           "text/html, */*;q=0.1",               true],
    ["Accept, empty",                                       "accept",           "",                                   true],
    ["Accept with a quote",                                 "accept",           '"',                                  false],
    ["Accept with a tab",                                   "accept",           "a\tb",                               true],
    ["Accept with a control character",                     "accept",           "a\x01b",                             false],
    ["Accept with DEL",                                     "accept",           "a\x7fb",                             false],
    ["Accept with a byte outside ASCII",                    "accept",           "caf\xe9",                            true],
    ["a value of 127 bytes",                                "accept",           a(127),                               true],
    ["a value of 128 bytes",                                "accept",           a(128),                               true],
    ["a value of 129 bytes",                                "accept",           a(129),                               false],
    ["Accept-Language",                                     "Accept-Language",  "de-CH, en;q=0.5, *",                 true],
    ["Accept-Language, empty",                              "accept-language",  "",                                   true],
    ["Accept-Language with @",                              "accept-language",  "@",                                  false],
    ["Accept-Language with an underscore",                  "accept-language",  "en_US",                              false],
    ["Accept-Language with a slash",                        "accept-language",  "en/us",                              false],
    ["Accept-Language with a tab",                          "accept-language",  "en\tde",                             false],
    ["Accept-Language with a byte outside ASCII",           "accept-language",  "\xe9",                               false],
    ["Accept-Language of 129 bytes",                        "accept-language",  a(129),                               false],
    ["Content-Language",                                    "content-language", "en-US",                              true],
    ["Content-Language with a control character",           "content-language", "\x01",                               false],
    ["Content-Type: what a form can send, first",           "content-type",     "application/x-www-form-urlencoded",  true],
    ["Content-Type: what a form can send, second",          "content-type",     "multipart/form-data; boundary=x",    true],
    ["Content-Type: what a form can send, third",           "content-type",     "text/plain",                         true],
    ["Content-Type: case does not count",                   "Content-Type",     "TEXT/Plain;Charset=UTF-8",           true],
    ["Content-Type: JSON",                                  "content-type",     "application/json",                   false],
    ["Content-Type: HTML",                                  "content-type",     "text/html",                          false],
    ["Content-Type: XML",                                   "content-type",     "text/xml",                           false],
    ["Content-Type: JSON in a parameter",                   "content-type",     "text/plain;application/json",        true],
    ["Content-Type: two types at once",                     "content-type",     "text/plain, application/json",       false],
    ["Content-Type: a comma in a parameter",                "content-type",     "text/plain; a=b, application/json",  true],
    ["Content-Type: a quoted parameter has unsafe bytes",   "content-type",     'text/plain; charset="utf-8"',        false],
    ["Content-Type: a colon is unsafe",                     "content-type",     "text/plain; a:b",                    false],
    ["Content-Type: empty",                                 "content-type",     "",                                   false],
    ["Content-Type: no MIME type",                          "content-type",     "text",                               false],
    ["Content-Type: a longer name",                         "content-type",     "text/plainx",                        false],
    ["Content-Type: 128 bytes",                             "content-type",     `text/plain; x=${a(114)}`,            true],
    ["Content-Type: 129 bytes",                             "content-type",     `text/plain; x=${a(115)}`,            false],
    ["Range from a byte on",                                "Range",            "bytes=0-",                           true],
    ["Range from a byte to a byte",                         "range",            "bytes=10-20",                        true],
    ["Range, the last bytes, which browsers never sent",    "range",            "bytes=-500",                         false],
    ["Range backwards",                                     "range",            "bytes=20-10",                        false],
    ["Range with two ranges",                               "range",            "bytes=0-1,3-4",                      false],
    ["Range without =",                                     "range",            "bytes 0-",                           false],
    ["Range in another unit",                               "range",            "items=0-",                           false],
    ["Range with upper-case unit",                          "range",            "Bytes=0-",                           false],
    ["Range with a space",                                  "range",            "bytes= 0-1",                         false],
    ["Authorization",                                       "authorization",    "Basic x",                            false],
    ["any other name",                                      "x-requested-with", "XMLHttpRequest",                     false],
    ["any other name, empty",                               "x-a",              "",                                   false],
    ["Last-Event-ID",                                       "last-event-id",    "1",                                  false],
    ["DPR, a client hint once",                             "dpr",              "2",                                  false],
    ["Save-Data, a client hint once",                       "save-data",        "on",                                 false],
    ["User-Agent",                                          "user-agent",       "x",                                  false],
  ] as const;

  test.each(facts)("%s", (_why, name, value, expected) => {
    expect(isCorsSafelistedRequestHeader(name, value)).toBe(expected);
  });
});

describe("a CORS-unsafe request-header byte", () => {
  const unsafe = new Set('"():<>?@[\\]{}\x7f');

  test("is one of the list, or a control character other than a tab", () => {
    for (let code = 0; code <= 0xff; code++) {
      const byte = String.fromCharCode(code);
      const expected = unsafe.has(byte) || (code < 0x20 && byte !== "\t");
      expect(containsCorsUnsafeRequestHeaderByte(`a${byte}`), `byte 0x${code.toString(16)}`).toBe(expected);
    }
  });
});
