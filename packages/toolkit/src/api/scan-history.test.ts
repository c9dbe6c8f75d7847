import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LoopbackSite, loopbackSite, type SiteAnswer } from "../../../../test/loopback-site.ts";
import { schemaMismatches } from "../../../../test/schema-mismatches.ts";
import { openResultStore } from "../store/open-result-store.ts";
import type { ResultStore } from "../store/result-store.ts";
import { createApp } from "./create-app.ts";
import { openApi } from "./openapi.ts";
import { ScanRegistry } from "./scan-registry.ts";

let folder: string;
let store: ResultStore;
let site: LoopbackSite;
let registry: ScanRegistry;
let app: ReturnType<typeof createApp>;
let isOpen = false;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-history-"));
  store = openResultStore(join(folder, "results.sqlite"), (sentence) => expect.unreachable(sentence));
  site = await loopbackSite(({ headers }): SiteAnswer => {
    if (!isOpen || headers.origin === undefined) return { status: 200 };
    return {
      status: 200,
      headers: [
        ["Access-Control-Allow-Origin", headers.origin],
        ["Access-Control-Allow-Credentials", "true"],
        ["Vary", "Origin"],
      ],
    };
  });
  registry = new ScanRegistry({
    scan: { client: { alsoAllowed: new Set([site.hostAndPort]) }, store },
    limits: { clearCacheFloorMs: 0 },
  });
  app = createApp({ registry });
});

afterAll(async () => {
  await registry.close();
  await site.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function get(path: string): Response | Promise<Response> {
  return app.fetch(new Request(`http://127.0.0.1${path}`));
}

async function scan(): Promise<string> {
  const submitted = registry.submit({ url: site.url, clearCache: true, followRedirects: true });
  if ("code" in submitted) throw new Error(submitted.detail);
  const { id } = submitted;
  while (registry.get(id)?.status !== "done") await registry.nextEvent(id, 1_000);
  return id;
}

test("each result says what changed from the one before, on the page and by the API", async () => {
  const first = await scan();
  isOpen = true;
  const second = await scan();
  isOpen = false;
  const third = await scan();

  const history = await (await get(`/api/v1/scans/${third}/history`)).json();
  expect(schemaMismatches(openApi, "History", history)).toEqual([]);
  expect(history.scans.map(({ verdict }: { verdict: string }) => verdict)).toEqual(["passed", "failed", "passed"]);
  expect(history.scans[2].changes).toBeNull();
  expect(history.scans[1].changes).toEqual(
    expect.arrayContaining([
      { kind: "test", title: "Cross-Origin Resource Sharing", from: "passed", to: "failed" },
      expect.objectContaining({ kind: "finding", change: "new" }),
      { kind: "cors", enabled: true },
    ]),
  );
  expect(history.scans[0].changes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "finding", change: "gone" }),
      { kind: "cors", enabled: false },
    ]),
  );

  const page = await (await get(`/scan/${third}`)).text();
  expect(page).toContain("What changed");
  expect(page).toContain("2 earlier scans");
  expect(page).not.toContain(first);
  expect(page).not.toContain(second);
  expect(await (await get(`/scan/${first}`)).text()).not.toContain("What changed");
  expect((await get("/api/v1/scans/nobody/history")).status).toBe(404);

  for (const [format, type, start] of [
    ["sarif", "application/sarif+json", '{\n  "$schema"'],
    ["junit", "application/xml; charset=utf-8", "<?xml"],
    ["markdown", "text/markdown; charset=utf-8", "#"],
    ["html", "text/html; charset=utf-8", "<!doctype html>"],
  ] as const) {
    const saved = await get(`/api/v1/scans/${second}?format=${format}`);
    expect([saved.status, saved.headers.get("content-type")], format).toEqual([200, type]);
    expect(saved.headers.get("content-disposition")).toMatch(/^attachment; filename="crosscheck\.[a-z]+"$/);
    expect((await saved.text()).startsWith(start), format).toBe(true);
  }
  const unknown = await get(`/api/v1/scans/${second}?format=pdf`);
  expect([unknown.status, (await unknown.json()).detail]).toEqual([
    400,
    'There is no format "pdf"; there are: json, sarif, junit, markdown, html.',
  ]);
});
