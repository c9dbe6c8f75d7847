import { describe, expect, test } from "vitest";
import { listEntries } from "./list-entries.ts";
import type { Columns } from "./sniff-columns.ts";
import { splitLines } from "./split-lines.ts";

async function read(text: string, name: string): Promise<{ kind: string; lines: readonly string[] }> {
  let kind: Columns["kind"] = "plain";
  const lines: string[] = [];
  // In small pieces: a line, and a character, may come in two.
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const all = Buffer.from(text);
    for (let at = 0; at < all.length; at += 3) yield all.subarray(at, at + 3);
  }
  for await (const entry of listEntries(splitLines(bytes()), name, (columns) => {
    kind = columns.kind;
  })) {
    lines.push(entry.ok ? `${entry.rank} ${entry.key}` : `line ${entry.line}: ${entry.why}`);
  }
  return { kind, lines };
}

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, text: string, kind: string, lines: readonly string[]])[] = [
  ["one a line",                  "example.com\nhttps://a.example/x\n",                       "plain",    ["1 https://example.com/", "2 https://a.example/x"]],
  ["comments and empty lines",    "# sites\n\nexample.com # ours\r\nexample.net",              "plain",    ["1 https://example.com/", "2 https://example.net/"]],
  ["CrUX, rank by bucket",        "origin,rank\nhttps://a.example,1000\nhttp://b.example,5000", "crux",    ["1000 https://a.example/", "5000 http://b.example/"]],
  ["Tranco",                      "1,google.com\n2,example.com\n",                             "tranco",   ["1 https://google.com/", "2 https://example.com/"]],
  ["umbrella, by its name",       "1,netflix.com\n",                                           "umbrella", ["1 https://netflix.com/"]],
  ["Majestic",                    "GlobalRank,TldRank,Domain,TLD,RefSubNets\n7,3,a.com,com,9", "majestic", ["7 https://a.com/"]],
  ["another header, quoted",      '"Domain",x\n"b.example","a ""b"""',  "csv",      ["1 https://b.example/"]],
  ["tabs",                        "rank\thost\n4\tc.example",                                  "csv",      ["4 https://c.example/"]],
  ["a byte order mark",           "\ufeffexample.com",                                         "plain",    ["1 https://example.com/"]],
  ["an international name",       "bücher.example",                                            "plain",    ["1 https://xn--bcher-kva.example/"]],
  ["capitals are one site",       "EXAMPLE.com\nexample.com",                                  "plain",    ["1 https://example.com/", "2 https://example.com/"]],
  ["an address with a port",      "http://127.0.0.1:8080/",                                    "plain",    ["1 http://127.0.0.1:8080/"]],
  ["no name: its line is told",   "1,a.example\n2,not a name\n3,b.example",                    "tranco",   ["1 https://a.example/", 'line 2: "not a name" is not a URL or a domain. Write one like example.com or https://example.com/.', "3 https://b.example/"]],
  ["a rank that is none",         "1,a.example\nx,b.example",                                  "tranco",   ["1 https://a.example/", 'line 2: its rank "x" is not a number.']],
  ["a column that is missing",    "1,a.example\n2",                                            "tranco",   ["1 https://a.example/", "line 2: it has no column 2, where the sites are."]],
  ["a label that is too long",    `${"a".repeat(64)}.example`,                                 "plain",    [`line 1: "${`${"a".repeat(64)}.example`}" is not a name that DNS can hold.`]],
];

describe("the sites of a list", () => {
  test.each(facts)("%s", async (_why, text, kind, lines) => {
    expect(await read(text, kind === "umbrella" ? "top-1m-umbrella.csv" : "list")).toEqual({ kind, lines });
  });

  test("what is no text is refused with its line", async () => {
    await expect(read("a.example\n\0\u0001\u0002", "list")).rejects.toThrow("line 2: this is not text");
  });
});
