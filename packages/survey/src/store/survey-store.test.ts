import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSurveyStore, type ResultRow } from "./survey-store.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-store-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const result = (target: number): ResultRow => ({
  target,
  class: "answered",
  attempts: 1,
  again: false,
  address: "192.0.2.1",
  status: 200,
  scannedAt: 0,
  durationMs: 1,
  requests: 1,
  loopDelayMs: 0,
  exchanges: new Uint8Array(4_000),
});

test("a full disk ends in a sentence; what was stored is whole, and it goes on when there is room", () => {
  const store = openSurveyStore(folder, "create");
  for (let number = 0; number < 200; number++) {
    const site = `https://s${number}.example/`;
    store.addTarget({ site, target: site, rank: number, turn: number });
  }
  const ids = store.pending({ turn: -1, id: -1 }, 200).map(({ id }) => id);
  store.saveResults(ids.slice(0, 10).map(result));
  const pages = Number(store.database.prepare("PRAGMA page_count").get()?.page_count);
  store.database.exec(`PRAGMA max_page_count = ${pages + 20}`);
  expect(() => store.saveResults(ids.slice(10).map(result))).toThrow(
    "the disk is full. What was stored is whole: make room, then go on with --resume",
  );
  expect(store.countResults()).toBe(10);
  store.close();

  const again = openSurveyStore(folder, "write");
  again.saveResults(ids.slice(10).map(result));
  expect(again.countResults()).toBe(200);
  expect(again.database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  again.close();
});
