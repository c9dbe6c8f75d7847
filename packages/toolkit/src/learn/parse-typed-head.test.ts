import { expect, test } from "vitest";
import { parseTypedHeaders, parseTypedResponse } from "./parse-typed-head.ts";

// biome-ignore format: one fact per line
const responses = [
  ["nothing at all is 200 without headers", "",                                   { status: 200, headers: [] }],
  ["a status line of HTTP/1.1",  "HTTP/1.1 404 Not Found\nA: b",                  { status: 404, headers: [["A", "b"]] }],
  ["a status line of HTTP/2",    "HTTP/2 204",                                    { status: 204, headers: [] }],
  ["a bare status",              "403\nA: b",                                     { status: 403, headers: [["A", "b"]] }],
  ["a status with its phrase",   "502 Bad Gateway",                               { status: 502, headers: [] }],
  ["headers alone",              "A: b\nC: d",                                    { status: 200, headers: [["A", "b"], ["C", "d"]] }],
  ["a body after an empty line", "200\nA: b\n\n{\"a\": 1}",                       { status: 200, headers: [["A", "b"]] }],
  ["a value with colons",        "A: http://b:80/",                               { status: 200, headers: [["A", "http://b:80/"]] }],
  ["an empty value",             "A:",                                            { status: 200, headers: [["A", ""]] }],
  ["Windows' line ends",         "HTTP/1.1 200 OK\r\nA: b\r\n",                   { status: 200, headers: [["A", "b"]] }],
  ["no response",                "no response: connection refused",               { kind: "failed", why: "connection refused" }],
] as const;

test.each(responses)("%s", (_why, text, answer) => {
  expect(parseTypedResponse(text, "answer")).toEqual({ answer, unread: [] });
});

// biome-ignore format: one fact per line
const unread = [
  ["a half-typed name",       "A: b\nAccess-Con",        2, /no colon/],
  ["a name with a space",     "Access Control: b",       1, /no name of a header/],
  ["markup",                  "<script>: b",             1, /no name of a header/],
  ["a character past Latin-1","A: \u2026",               1, /bytes/],
  ["a nul",                   "A: b\0c",                 1, /control character/],
] as const;

test.each(unread)("told and left out: %s", (_why, text, line, why) => {
  const { unread: lines } = parseTypedHeaders(text, "headers");
  expect(lines).toEqual([{ field: "headers", line, text: expect.any(String), why: expect.stringMatching(why) }]);
});
