import { expect, test } from "vitest";
import { createHarReader, readHar } from "./read-har.ts";

const entry = (url: string, response: object = { status: 200, headers: [] }, more: object = {}): object => ({
  startedDateTime: "2026-01-01T00:00:00.000Z",
  request: { method: "GET", url, headers: [{ name: "Origin", value: "https://app.example" }] },
  response,
  ...more,
});
const archive = (...entries: readonly unknown[]): string =>
  JSON.stringify({ log: { version: "1.2", creator: { name: "WebInspector", version: "537.36" }, pages: [], entries } });

test("an archive that ends in the middle keeps the entries before, and says where it ends", () => {
  const text = archive(entry("https://api.example/a"), entry("https://api.example/b"));
  const read = readHar(text.slice(0, text.length - 60));
  expect(read.observations.map(({ request }) => request.url)).toEqual(["https://api.example/a"]);
  expect(read.problems).toMatchObject([
    { place: "log.entries[1]", message: expect.stringMatching(/ends in the middle of it, at line 1, column \d+/) },
  ]);
});

test("what is wrong in an entry is told by its path, and the others are read", () => {
  const read = readHar(archive([], entry("not a url"), { request: {} }, entry("https://api.example/a")));
  expect(read.observations).toHaveLength(1);
  expect(read.problems.map(({ place }) => place)).toEqual([
    "log.entries[0]",
    "log.entries[1].request.url",
    "log.entries[2].request",
  ]);
});

test("bodies are not kept, however they are escaped, and bytes come in parts of any size", () => {
  const body = `${"x".repeat(40_000)}\\"\\\\"{[é\u0000`;
  const content = { size: 9, text: body, encoding: "base64" };
  const text = archive(
    entry("https://api.example/a", { status: 200, headers: [], content }),
    entry("https://api.example/b"),
  );
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, 4_096, 1_000_000]) {
    const reader = createHarReader();
    for (let start = 0; start < bytes.length; start += size) reader.push(bytes.subarray(start, start + size));
    const { observations, problems } = reader.end();
    expect(problems).toEqual([]);
    expect(observations.map(({ request }) => request.url)).toEqual(["https://api.example/a", "https://api.example/b"]);
  }
});

test("no archive at all", () => {
  for (const text of ["", "[]", '{"a":1}', '"log"', '{"log":{"entries":[]]}}', "\u0000\u0001"]) {
    expect(readHar(text).problems).not.toEqual([]);
  }
});

test("the page is the one that Origin names, else the one that started it, else the page of the archive", () => {
  const from = (more: object, headers: readonly object[] = []): string | null | undefined =>
    readHar(
      archive({
        ...entry("https://api.example/a", undefined, more),
        request: { method: "GET", url: "https://api.example/a", headers },
      }),
    ).observations[0]?.pageOrigin;
  expect(from({}, [{ name: "Origin", value: "https://app.example" }])).toBe("https://app.example");
  expect(
    from({
      _initiator: {
        type: "script",
        stack: { callFrames: [], parent: { callFrames: [{ url: "https://app.example/x.js" }] } },
      },
    }),
  ).toBe("https://app.example");
  expect(from({}, [{ name: "Referer", value: "https://app.example/page" }])).toBe("https://app.example");
  expect(from({})).toBe(null);
});

test("headers that Chromium joins by line feeds are two, and pseudo-headers none", () => {
  const headers = [
    { name: ":status", value: "200" },
    { name: "access-control-allow-origin", value: "*\n*" },
  ];
  expect(
    readHar(archive(entry("https://api.example/a", { status: 200, headers }))).observations[0]?.answer?.headers,
  ).toEqual([
    ["access-control-allow-origin", "*"],
    ["access-control-allow-origin", "*"],
  ]);
});
