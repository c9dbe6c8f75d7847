import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LoopbackSite, loopbackSite } from "../../../../test/loopback-site.ts";
import { openScanStore } from "../store/open-scan-store.ts";
import type { ScanStore } from "../store/scan-store.ts";
import { type RegistryOptions, ScanRegistry, type WebScanRequest } from "./scan-registry.ts";

let folder: string;
let site: LoopbackSite;
let silent: Promise<void>;
let speak: () => void;
const opened: ScanStore[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-registry-"));
  speak = () => {};
  silent = Promise.resolve();
  site = await loopbackSite(async () => {
    await silent;
    return { status: 200 };
  });
});

afterEach(async () => {
  speak();
  await site.close();
  for (const store of opened.splice(0)) store.close();
  rmSync(folder, { recursive: true, force: true });
});

function store(): ScanStore {
  const one = openScanStore(join(folder, "scans.sqlite"));
  opened.push(one);
  return one;
}

function registry(options: RegistryOptions = {}): ScanRegistry {
  return new ScanRegistry({ scan: { client: { alsoAllowed: new Set([site.hostAndPort]) } }, ...options });
}

function request(path = ""): WebScanRequest {
  return { url: `${site.url}${path}`, clearCache: false, followRedirects: true };
}

function submitted(to: ScanRegistry, path = "", requester?: string): string {
  const scan = to.submit(request(path), requester);
  if ("code" in scan) throw new Error(scan.detail);
  return scan.id;
}

async function result(of: ScanRegistry, id: string) {
  while (of.get(id)?.status !== "done") {
    if (of.get(id) === null) throw new Error(`there is no scan ${id}`);
    await of.nextEvent(id, 1_000);
  }
  return of.get(id)?.report;
}

function holdSite(): void {
  silent = new Promise((resolve) => {
    speak = resolve;
  });
}

test("a result outlives the server that made it, under its address", async () => {
  const first = registry({ store: store() });
  const id = submitted(first);
  const report = await result(first, id);
  await first.close();
  const second = registry({ store: store() });
  expect(second.get(id)).toMatchObject({ status: "done", request: request(), report });
  expect(report?.verdict).toBe("passed");
});

test("what is not done at the end is begun again at the next start, and its events go on above those before", async () => {
  holdSite();
  const first = registry({ store: store(), limits: { concurrency: 1 } });
  const [running, waiting] = [submitted(first, "a"), submitted(first, "b")];
  expect(first.load).toEqual({ running: 1, queued: 1 });
  await first.nextEvent(running, 1_000);
  await first.close(0);
  expect([first.get(running)?.report, first.get(waiting)?.report]).toEqual([undefined, undefined]);
  speak();
  silent = Promise.resolve();

  const told: string[] = [];
  const second = registry({ store: store(), onScan: (what, { id }) => told.push(`${what} ${id}`) });
  second.resume();
  expect(await result(second, running)).toMatchObject({ target: `${site.url}a`, verdict: "passed" });
  expect(await result(second, waiting)).toMatchObject({ target: `${site.url}b`, verdict: "passed" });
  expect(told.slice(0, 2)).toEqual([`requeued ${running}`, `requeued ${waiting}`]);
  expect(second.eventsAfter(running, 0).map(({ id }) => id)[0]).toBe(1_001);
  expect(second.eventsAfter(waiting, 0).map(({ id }) => id)[0]).toBe(1);
  await second.close();

  const third = registry({ store: store() });
  const last = second.eventsAfter(running, 0).at(-1);
  expect(third.eventsAfter(running, 1_003)).toEqual([last]);
  expect(third.eventsAfter(running, last?.id ?? 0)).toEqual([]);
});

test("what finishes within the grace is a result", async () => {
  holdSite();
  const ending = registry({ store: store() });
  const id = submitted(ending);
  await ending.nextEvent(id, 1_000);
  const closed = ending.close(60_000);
  expect(ending.submit(request())).toMatchObject({ code: "shutting-down", retryAfterSeconds: 10 });
  speak();
  await closed;
  expect(ending.get(id)?.report?.verdict).toBe("passed");
});

test("a scan that ended its server five times is given up, with a result that says so", async () => {
  const before = store();
  before.accept({ id: "poison", acceptedAt: new Date(), ...request() });
  for (let count = 0; count < 5; count++) before.begin("poison");
  const errors: unknown[] = [];
  const next = registry({ store: store(), onError: (error) => errors.push(error) });
  next.resume();
  expect(await result(next, "poison")).toMatchObject({ verdict: "inconclusive", error: { code: "internal" } });
  expect(String(errors[0])).toContain("begun 5 times");
  expect(site.asked).toEqual([]);
});

test("one requester's scans do not fill the queue", async () => {
  holdSite();
  const busy = registry({ limits: { concurrency: 1, perRequester: 2 } });
  submitted(busy, "a", "192.0.2.1");
  submitted(busy, "b", "192.0.2.1");
  expect(busy.submit(request("c"), "192.0.2.1")).toMatchObject({ code: "too-many-waiting" });
  submitted(busy, "c", "192.0.2.2");
  await busy.close();
});

test("a store that fails keeps nobody from the result, and the operator is told", async () => {
  const errors: unknown[] = [];
  const failing = store();
  const one = registry({
    store: {
      ...failing,
      owed: [],
      finish: () => {
        throw new Error("disk full");
      },
    },
    onError: (error) => errors.push(error),
  });
  const id = submitted(one);
  expect(await result(one, id)).toMatchObject({ verdict: "passed" });
  expect(String(errors[0])).toContain("disk full");
  const broken = registry({
    store: {
      ...failing,
      owed: [],
      accept: () => {
        throw new Error("disk full");
      },
    },
  });
  expect(() => broken.submit(request())).toThrow("disk full");
});

test("ids are 128 random bits", () => {
  const many = registry({ limits: { concurrency: 1, queue: 100 } });
  holdSite();
  const ids = Array.from({ length: 50 }, (_, index) => submitted(many, String(index)));
  expect(new Set(ids).size).toBe(50);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  return many.close();
});
