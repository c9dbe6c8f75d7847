import { expect, test } from "vitest";
import { plainBody } from "./plain-body.ts";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, body: number | "chunked" | null, text: string, state: string, content: string])[] = [
  ["a length",                 3,         "abc",                           "done",   "abc"],
  ["a length, not all there",  3,         "ab",                            "more",   "ab"],
  ["a length, and more",       3,         "abcd",                          "beyond", "abc"],
  ["nothing at all",           0,         "",                              "done",   ""],
  ["until it closes",          null,      "abc",                           "more",   "abc"],
  ["chunks",                   "chunked", "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "done",   "abc"],
  ["no chunk",                 "chunked", "0\r\n\r\n",                     "done",   ""],
  ["a long size",              "chunked", "00000003\r\nabc\r\n0\r\n\r\n",  "done",   "abc"],
  ["hexadecimal",              "chunked", `1A\r\n${"x".repeat(26)}\r\n0\r\n\r\n`, "done", "x".repeat(26)],
  ["chunks, and more",         "chunked", "1\r\na\r\n0\r\n\r\nHTTP",       "beyond", "a"],
  ["a chunk that is longer",   "chunked", "1\r\nab\r\n0\r\n\r\n....",      "odd",    "a"],
  ["no size",                  "chunked", "zz\r\n..........",              "odd",    ""],
  ["an extension",             "chunked", "1;a=b\r\na\r\n0\r\n\r\n",       "odd",    ""],
  ["a trailer",                "chunked", "1\r\na\r\n0\r\nA: 1\r\n\r\n",   "odd",    "a"],
];

function readAll(body: number | "chunked" | null, pieces: readonly Buffer[]): { state: string; content: string } {
  const read = plainBody(body);
  let state = "more";
  let content = "";
  for (const piece of pieces) {
    // Whoever reads stops at the end; what comes then is beyond it.
    if (state === "done") return { state: "beyond", content };
    state = read(piece, (kept) => {
      content += kept.toString("latin1");
    });
    if (state === "odd" || state === "beyond") break;
  }
  return { state, content };
}

test.each(facts)("%s", (_why, body, text, state, content) => {
  expect(readAll(body, [Buffer.from(text)])).toEqual({ state, content });
});

test.each(facts)("%s, in two pieces anywhere, and byte by byte", (_why, body, text, state, content) => {
  const bytes = Buffer.from(text);
  for (let at = 1; at < bytes.length; at++) {
    const found = readAll(body, [bytes.subarray(0, at), bytes.subarray(at)]);
    expect(found, `after ${at}`).toEqual({ state, content });
  }
  const byteByByte = bytes.length === 0 ? [bytes] : [...bytes].map((byte) => Buffer.from([byte]));
  expect(readAll(body, byteByByte)).toEqual({ state, content });
});
