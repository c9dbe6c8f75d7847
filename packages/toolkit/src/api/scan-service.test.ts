import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LoopbackSite, loopbackSite } from "../../../../test/loopback-site.ts";
import { openResultStore } from "../store/open-result-store.ts";
import type { ResultStore } from "../store/result-store.ts";
import { runScan, type ScanDependencies } from "./scan-service.ts";

let folder: string;
let store: ResultStore;
let site: LoopbackSite;
let status: number;
let location: string | null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-service-"));
  store = openResultStore(join(folder, "results.sqlite"), (sentence) => expect.unreachable(sentence));
  status = 200;
  location = null;
  site = await loopbackSite(() =>
    location === null ? { status } : { status: 302, headers: [["Location", location]] },
  );
});

afterEach(async () => {
  await site.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const noon = Date.parse("2027-01-01T12:00:00Z");
const minutes = 60_000;
const at =
  (age: number): (() => Date) =>
  () =>
    new Date(noon + age);

/** The guard is on, and lets this one site through, as for a demo site. */
function guarded(age: number): ScanDependencies {
  return { store, client: { alsoAllowed: new Set([site.hostAndPort]) }, now: at(age) };
}

test("a second scan within ten minutes is answered from the store, under the name it was asked by", async () => {
  const first = await runScan({ target: site.url }, guarded(0));
  const asked = site.asked.length;
  const second = await runScan({ target: `${site.url}#top` }, guarded(9 * minutes));
  expect(second).toEqual({ ...first, target: `${site.url}#top`, cached: true });
  expect(site.asked.length).toBe(asked);
});

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, request: object, dependencies: () => ScanDependencies])[] = [
  ["Clear cache scans now",                           { clearCache: true },       () => guarded(minutes)],
  ["so does an old result",                           {},                         () => guarded(11 * minutes)],
  ["redirects not followed are another question",     { followRedirects: false }, () => guarded(minutes)],
  ["who may reach private addresses is another",      {},                         () => ({ store, client: { allowPrivate: true }, now: at(minutes) })],
  ["without certificates nothing counts for others",  {},                         () => ({ store, client: { allowPrivate: true, insecure: true }, now: at(minutes) })],
  ["an age of zero never answers",                    {},                         () => ({ ...guarded(0), maxAgeMs: 0 })],
];

test.each(facts)("%s", async (_why, request, dependencies) => {
  await runScan({ target: site.url }, guarded(0));
  const asked = site.asked.length;
  const report = await runScan({ target: site.url, ...request }, dependencies());
  expect(report.cached).toBe(false);
  expect(site.asked.length).toBeGreaterThan(asked);
});

test("what a private reach gathered is never told to the guarded", async () => {
  await runScan({ target: site.url }, { store, client: { allowPrivate: true }, now: at(0) });
  const report = await runScan({ target: site.url }, { store, now: at(minutes) });
  expect(report).toMatchObject({ cached: false, verdict: "inconclusive", error: { code: "url-not-allowed" } });
});

test("what could not be tested answers for nothing", async () => {
  status = 429;
  expect((await runScan({ target: site.url }, guarded(0))).verdict).toBe("inconclusive");
  status = 200;
  expect(await runScan({ target: site.url }, guarded(minutes))).toMatchObject({ cached: false, verdict: "passed" });
});

test("progress says what is asked, and how much was", async () => {
  const seen: string[] = [];
  const { requests } = await runScan(
    { target: site.url },
    { ...guarded(0), onProgress: ({ message, requests: sent }) => seen.push(`${sent} ${message}`) },
  );
  expect(seen[0]).toBe(`0 GET ${site.url}`);
  expect(seen[1]).toMatch(/^1 GET .* as https:\/\/[a-z]{12}\.com$/);
  expect(seen).toHaveLength(requests);
});

test.each([["no url at all"], [""], ["ftp://example.com/"]])(
  "%j is a report that could not test, not a rejection",
  async (target) => {
    const report = await runScan({ target }, { store });
    expect(report).toMatchObject({ target, verdict: "inconclusive", error: { code: "not-a-url" }, requests: 0 });
  },
);

test.each([
  ["http://127.0.0.1:8080/"],
  ["http://10.0.0.5/"],
  ["http://169.254.169.254/latest/"],
  ["http://[::1]:8080/"],
])("a redirect to %s is not followed by the guarded", async (target) => {
  location = target;
  const report = await runScan({ target: site.url }, guarded(0));
  expect(report).toMatchObject({ verdict: "inconclusive", error: { code: "address-not-allowed" }, finalUrl: target });
  expect(report.error?.message).toContain(`${site.url} redirects there: `);
  expect(report.redirects).toEqual([{ url: site.url, status: 302, location: target }]);
  expect(site.asked).toHaveLength(1);
});
