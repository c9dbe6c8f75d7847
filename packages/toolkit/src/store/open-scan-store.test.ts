import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScanReport } from "../report/scan-report.ts";
import { claimFile } from "./claim-file.ts";
import { openScanStore } from "./open-scan-store.ts";
import type { AcceptedScan } from "./scan-store.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-scans-"));
  file = join(folder, "deep", "scans.sqlite");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noon = new Date("2027-01-01T12:00:00Z");
const scan = (id: string): AcceptedScan => ({
  id,
  url: "example.com",
  clearCache: true,
  followRedirects: false,
  acceptedAt: noon,
});
const report = (target: string): ScanReport => ({ schema: "crosscheck/scan@1", target }) as ScanReport;
const result = (target: string) => ({ report: report(target), lastEvent: 7 });

test("what was accepted is owed after a restart, in order, as it was asked for", () => {
  const first = openScanStore(file);
  for (const id of ["b", "a", "c"]) first.accept(scan(id));
  first.finish("a", result("a"), noon);
  first.begin("c");
  first.close();
  const second = openScanStore(file);
  expect(second.owed).toEqual([
    { ...scan("b"), attempts: 0 },
    { ...scan("c"), attempts: 1 },
  ]);
  expect(second.find("a")).toEqual({ ...scan("a"), ...result("a") });
  expect(second.find("b")).toBeNull();
  second.close();
});

test("a scan has one result: the first", () => {
  const store = openScanStore(":memory:");
  store.accept(scan("a"));
  expect(store.finish("a", result("first"), noon)).toBe(true);
  expect(store.finish("a", result("second"), noon)).toBe(false);
  expect(store.finish("nobody", result("nobody"), noon)).toBe(false);
  expect(store.find("a")?.report.target).toBe("first");
  expect(() => store.accept(scan("a"))).toThrow(/UNIQUE/);
  store.close();
});

test("the oldest results go first, by number and by age; what is owed stays", () => {
  const store = openScanStore(":memory:", { count: 2, age: 1_000 });
  for (const id of ["a", "b", "c", "owed"]) store.accept(scan(id));
  for (const id of ["a", "b", "c"]) store.finish(id, result(id), noon);
  expect(["a", "b", "c"].map((id) => store.find(id) !== null)).toEqual([false, true, true]);
  store.accept(scan("d"));
  store.finish("d", result("d"), new Date(noon.getTime() + 2_000));
  expect(["b", "c", "d"].map((id) => store.find(id) !== null)).toEqual([false, false, true]);
  expect(store.finish("owed", result("owed"), noon)).toBe(true);
  store.close();
});

test("the file is its owner's alone", () => {
  openScanStore(file).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a newer file is left alone", () => {
  openScanStore(file).close();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
  expect(() => openScanStore(file)).toThrow(/newer version of crosscheck \(schema 99\)/);
});

test("a file that is none is told", () => {
  writeFileSync(join(folder, "text"), "this is not a database, whatever it is called".repeat(40));
  expect(() => openScanStore(join(folder, "text"))).toThrow(/not a database/);
  expect(readFileSync(join(folder, "text"), "utf8")).toMatch(/^this is not/);
});

test("a claimed file is this process's until it is released, and can be read by others", () => {
  const release = claimFile(file);
  expect(release).not.toBe(false);
  expect(claimFile(file)).toBe(false);
  openScanStore(file).close();
  if (release !== false) release();
  const again = claimFile(file);
  expect(again).not.toBe(false);
  if (again !== false) again();
});
