import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ScanReport } from "../report/scan-report.ts";
import { openResultStore } from "./open-result-store.ts";
import type { ResultKey } from "./result-store.ts";
import { resultsFile } from "./results-file.ts";

let folder: string;
let warnings: string[];
const warn = (sentence: string): void => {
  warnings.push(sentence);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-store-"));
  warnings = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key: ResultKey = { url: "https://example.com/", followRedirects: true, reach: "public" };
const minute = 60_000;
const noon = Date.parse("2027-01-01T12:00:00Z");

function report(scannedAt: number, target = "example.com"): ScanReport {
  return {
    schema: "crosscheck/scan@1",
    target,
    finalUrl: "https://example.com/",
    scannedAt: new Date(scannedAt).toISOString(),
    cached: false,
    cors: { enabled: false, headers: {} },
    verdict: "passed",
    tests: [],
    findings: [],
    redirects: [],
    notes: [],
    requests: 8,
    durationMs: 12,
  };
}

describe("what is found", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["the same key, at once",                   key,                                  0,           true],
    ["at the very age",                         key,                                  10 * minute, true],
    ["a moment later no longer",                key,                                  10 * minute + 1, false],
    ["nothing from the future",                 key,                                  -1,          false],
    ["another URL is another site",             { ...key, url: "http://example.com/" }, 0,         false],
    ["redirects not followed are another scan", { ...key, followRedirects: false },   0,           false],
    ["a private reach never answers a public one", { ...key, reach: "private" },      0,           false],
    ["nor does a named one",                    { ...key, reach: "named" },           0,           false],
  ] as const;

  test.each(facts)("%s", (_why, asked, age, found) => {
    const store = openResultStore(join(folder, "results.sqlite"), warn);
    store.save(key, report(noon));
    expect(store.find(asked, 10 * minute, new Date(noon + age))).toEqual(found ? report(noon) : null);
    store.close();
    expect(warnings).toEqual([]);
  });
});

test("the newest result answers, in another process too", () => {
  const file = join(folder, "deep", "er", "results.sqlite");
  const first = openResultStore(file, warn);
  first.save(key, report(noon, "one"));
  first.save(key, report(noon + minute, "two"));
  const second = openResultStore(file, warn);
  expect(second.find(key, 10 * minute, new Date(noon + 2 * minute))?.target).toBe("two");
  second.save(key, report(noon + 2 * minute, "three"));
  expect(first.find(key, 10 * minute, new Date(noon + 2 * minute))?.target).toBe("three");
  first.close();
  second.close();
  expect(statSync(join(folder, "deep")).mode & 0o077).toBe(0);
  expect(warnings).toEqual([]);
});

test("a key keeps a short history, and leaves the others theirs", () => {
  const file = join(folder, "results.sqlite");
  const store = openResultStore(file, warn);
  store.save({ ...key, url: "https://other.example/" }, report(noon));
  for (let index = 0; index < 30; index++) store.save(key, report(noon + index));
  store.close();
  const database = new DatabaseSync(file);
  const counts = database
    .prepare("SELECT url, count(*) AS count, max(scanned_at) AS newest FROM results GROUP BY url")
    .all();
  database.close();
  expect(counts).toEqual([
    { url: "https://example.com/", count: 20, newest: noon + 29 },
    { url: "https://other.example/", count: 1, newest: noon },
  ]);
});

test("what is older than a season goes, with the next result of anybody", () => {
  const file = join(folder, "results.sqlite");
  const store = openResultStore(file, warn);
  const other: ResultKey = { ...key, url: "https://other.example/" };
  store.save(key, report(noon));
  store.save(other, report(noon + 91 * 24 * 60 * minute));
  store.close();
  const rows = new DatabaseSync(file).prepare("SELECT url FROM results").all();
  expect(rows.map(({ url }) => url)).toEqual([other.url]);
});

test("nobody else may read the file", () => {
  const file = join(folder, "results.sqlite");
  openResultStore(file, warn).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe("a store that fails warns once, and finds and saves nothing", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, file: string, prepare: (file: string) => void, warning: RegExp])[] = [
    ["a file that is no database",        "results.sqlite",       (file) => writeFileSync(file, "not a database ".repeat(100)), /file is not a database/],
    ["a newer version's file",            "results.sqlite",       newerVersion,                                                /newer version of crosscheck \(schema 99\)/],
    ["a folder where the file should be", "results.sqlite",       (file) => mkdirSync(file),                                   /could not be opened/],
    ["a path through a file",             "file/results.sqlite",  () => writeFileSync(join(folder, "file"), ""),               /could not be opened/],
  ];

  test.each(facts)("%s", (_why, name, prepare, warning) => {
    const file = join(folder, name);
    prepare(file);
    const store = openResultStore(file, warn);
    store.save(key, report(noon));
    expect(store.find(key, 10 * minute, new Date(noon))).toBeNull();
    store.close();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(warning);
    expect(warnings[0]).toContain(file);
  });

  test("a database that is damaged while it is open", () => {
    const file = join(folder, "results.sqlite");
    const store = openResultStore(file, warn);
    const other = new DatabaseSync(file);
    other.exec("DROP TABLE results");
    other.close();
    store.save(key, report(noon));
    store.save(key, report(noon));
    expect(store.find(key, minute, new Date(noon))).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/could not be written: no such table/);
  });

  function newerVersion(file: string): void {
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
  }
});

describe("where the file is", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a file that is named",        { CROSSCHECK_DATA: "/data/mine.sqlite", XDG_CACHE_HOME: "/cache" }, "/data/mine.sqlite"],
    ["the user's cache folder",     { XDG_CACHE_HOME: "/cache", HOME: "/home/ada" },                    "/cache/crosscheck/results.sqlite"],
    ["a relative one is ignored",   { XDG_CACHE_HOME: "cache", HOME: "/home/ada" },                     "/home/ada/.cache/crosscheck/results.sqlite"],
    ["the usual place",             { HOME: "/home/ada" },                                              "/home/ada/.cache/crosscheck/results.sqlite"],
    ["an empty name is none",       { CROSSCHECK_DATA: "", HOME: "/home/ada" },                         "/home/ada/.cache/crosscheck/results.sqlite"],
  ] as const;

  test.each(facts)("%s", (_why, env, file) => {
    expect(resultsFile(env)).toBe(file);
  });

  test("a folder that is named gets a file of its own", () => {
    expect(resultsFile({ CROSSCHECK_DATA: folder })).toBe(join(folder, "results.sqlite"));
  });
});
