import { expect, test } from "vitest";
import { readPlainHead } from "./plain-head.ts";

const read = (text: string, method = "GET") => readPlainHead(Buffer.from(text, "latin1"), method, 1_000);

// biome-ignore format: one fact per line
const plain: readonly (readonly [why: string, text: string, expected: object])[] = [
  ["a length",                       "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 2\r\n\r\nok",              { status: 200, headers: [["A", "1"], ["Content-Length", "2"]], length: 44, body: 2, keepsAlive: true }],
  ["chunks",                         "HTTP/1.1 404 No\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",      { status: 404, body: "chunked", keepsAlive: true }],
  ["neither: until it closes",       "HTTP/1.1 200 OK\r\n\r\n",                                             { body: null, keepsAlive: false }],
  ["no reason",                      "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",                           { status: 200, body: 0 }],
  ["no space before a value",        "HTTP/1.1 200 OK\r\nA:1\r\nB:\r\n\r\n",                                { headers: [["A", "1"], ["B", ""]] }],
  ["space around a value",           "HTTP/1.1 200 OK\r\nA:\t 1 2 \t\r\n\r\n",                              { headers: [["A", "1 2"]] }],
  ["bytes above ASCII",              "HTTP/1.1 200 \xfc\r\nA: \xe9\xff\r\n\r\n",                            { headers: [["A", "\xe9\xff"]] }],
  ["Connection: close",              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nconnection: Close\r\n\r\n",   { body: 2, keepsAlive: false }],
  ["304 with a length has no body",  "HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n",                        { body: 0, keepsAlive: true }],
  ["204 has no body",                "HTTP/1.1 204 No\r\n\r\n",                                             { body: 0, keepsAlive: true }],
];

test.each(plain)("plain: %s", (_why, text, expected) => {
  expect(read(text)).toMatchObject(expected);
});

test("HEAD has no body, whatever its length says", () => {
  expect(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD")).toMatchObject({ body: 0, keepsAlive: true });
});

// biome-ignore format: one fact per line
const odd: readonly (readonly [why: string, text: string])[] = [
  ["another version",             "HTTP/1.0 200 OK\r\n\r\n"],
  ["another protocol",            "SSH-2.0-OpenSSH_9.6\r\n"],
  ["an interim answer",           "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"],
  ["a status beyond",             "HTTP/1.1 600 Hm\r\n\r\n"],
  ["a status of four digits",     "HTTP/1.1 2000 Hm\r\n\r\n"],
  ["an empty line first",         "\r\nHTTP/1.1 200 OK\r\n\r\n"],
  ["lines without CR",            "HTTP/1.1 200 OK\nA: 1\n\nok"],
  ["one line without CR",         "HTTP/1.1 200 OK\r\nA: 1\nB: 2\r\n\r\n"],
  ["a bare CR",                   "HTTP/1.1 200 OK\r\nA: 1\rB: 2\r\n\r\n"],
  ["a folded line",               "HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\n\r\n"],
  ["a space in a name",           "HTTP/1.1 200 OK\r\nA B: 1\r\n\r\n"],
  ["a space after a name",        "HTTP/1.1 200 OK\r\nA : 1\r\n\r\n"],
  ["a line without a colon",      "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"],
  ["a NUL",                       "HTTP/1.1 200 OK\r\nA: 1\0\r\n\r\n"],
  ["a control character",         "HTTP/1.1 200 OK\r\nA: 1\x01\r\n\r\n"],
  ["two lengths",                 "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"],
  ["a length with a sign",        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok"],
  ["a length and chunks",         "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["another transfer coding",     "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"],
  ["a list of connection words",  "HTTP/1.1 200 OK\r\nConnection: keep-alive, close\r\n\r\n"],
  ["204 with a length",           "HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\nok"],
  ["a long head",                 `HTTP/1.1 200 OK\r\nA: ${"a".repeat(1_000)}\r\n\r\n`],
  ["a bad line of a head that is not whole",       "HTTP/1.1 200 OK\r\nA B: 1\r\nC: 1"],
  ["a bad beginning of a line",   "HTTP/1.1 200 OK\r\nA: 1\r\n B"],
  ["a bad beginning of all",      "HTTP/1.1 20x"],
  ["a long head, not whole",      `HTTP/1.1 200 OK\r\nA: ${"a".repeat(1_000)}`],
];

test.each(odd)("odd: %s", (_why, text) => {
  expect(read(text)).toBe("odd");
});

test("every beginning of a plain head waits for more", () => {
  const text = "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 2\r\n\r\n";
  for (let length = 1; length < text.length; length++) expect(read(text.slice(0, length)), `${length}`).toBe("more");
});
