import { expect, test } from "vitest";
import { requestReferrer } from "./request-referrer.ts";

const source = "https://me:secret@app.example/dir/page?q#part";
const full = "https://app.example/dir/page?q";
const origin = "https://app.example/";

// biome-ignore format: one fact per line
const facts = [
  //                                    same origin  another     downgraded
  ["no-referrer",                       [null,       null,       null]],
  ["no-referrer-when-downgrade",        [full,       full,       null]],
  ["same-origin",                       [full,       null,       null]],
  ["origin",                            [origin,     origin,     origin]],
  ["strict-origin",                     [origin,     origin,     null]],
  ["origin-when-cross-origin",          [full,       origin,     origin]],
  ["strict-origin-when-cross-origin",   [full,       origin,     null]],
  ["unsafe-url",                        [full,       full,       full]],
] as const;

test.each(facts)("%s", (policy, expected) => {
  const urls = ["https://app.example/x", "https://api.example/", "http://api.example/"];
  expect(urls.map((url) => requestReferrer(new URL(source), new URL(url), policy))).toEqual(expected);
});

test("a long referrer is cut down, and only a page on the web has one", () => {
  const url = new URL("https://app.example/x");
  expect(requestReferrer(new URL(`https://app.example/${"a".repeat(4096)}`), url, "unsafe-url")).toBe(origin);
  expect(requestReferrer(new URL("about:blank"), url, "unsafe-url")).toBeNull();
  expect(requestReferrer(null, url, "unsafe-url")).toBeNull();
});
