import { afterEach, expect, test } from "vitest";
import { type LoopbackSite, loopbackSite } from "../../../../test/loopback-site.ts";
import { schemaMismatches } from "../../../../test/schema-mismatches.ts";
import { openScanStore } from "../store/open-scan-store.ts";
import { parseAddressPrefix } from "./address-list.ts";
import { publicQuotas } from "./admission.ts";
import { openApi } from "./openapi.ts";
import { parseOptOutList } from "./opt-out-list.ts";
import { jsonLog } from "./service-log.ts";
import { type PublicService, type RunningService, startService } from "./start-service.ts";

const open: { close(grace: number): Promise<void> }[] = [];
const lines: string[] = [];
const errors: unknown[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close(0);
  lines.length = 0;
  expect(errors.splice(0)).toEqual([]);
});

const loopback = parseAddressPrefix("127.0.0.1");

async function start(options: Partial<PublicService> = {}, site?: LoopbackSite): Promise<RunningService> {
  const optOut = parseOptOutList("left-alone.example");
  const service = await startService({
    port: 0,
    hostname: "127.0.0.1",
    names: new Set(["127.0.0.1"]),
    ownSites: site === undefined ? [] : [site.hostAndPort],
    demo: [],
    results: null,
    scans: openScanStore(":memory:"),
    public: {
      url: new URL("https://cors.example"),
      contact: "us@cors.example",
      trustedProxies: loopback === null ? [] : [loopback],
      optOut: () => {
        if (!optOut.ok) throw new Error("no list");
        return optOut.list;
      },
      quotas: publicQuotas,
      concurrency: 4,
      queue: 10,
      perRequester: 10,
      ...options,
    },
    log: jsonLog((line) => lines.push(line)),
    onError: (error) => errors.push(error),
  });
  open.push(service);
  return service;
}

function scan({ url }: RunningService, target: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}api/v1/scans`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ url: target }),
  });
}

async function done({ url }: RunningService, accepted: Response): Promise<Record<string, unknown>> {
  const location = accepted.headers.get("location") ?? "";
  await (await fetch(new URL(`${location}/events`, url))).text();
  return (await fetch(new URL(location, url))).json() as Promise<Record<string, unknown>>;
}

test("a used-up quota is 429 with Retry-After, for the address that a trusted proxy names", async () => {
  const service = await start({ quotas: { ...publicQuotas, requester: 1 } });
  const from = (address: string): Promise<Response> => scan(service, "10.0.0.1", { "X-Forwarded-For": address });
  expect((await from("203.0.113.1")).status).toBe(202);
  const refused = await from("198.51.100.77, 203.0.113.1");
  expect([refused.status, refused.headers.get("content-type")]).toEqual([429, "application/problem+json"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_000);
  const problem = await refused.json();
  expect(problem).toMatchObject({ type: "urn:crosscheck:problem:requester-quota" });
  expect(schemaMismatches(openApi, "Problem", problem)).toEqual([]);
  expect((await from("203.0.113.2")).status).toBe(202);
  expect((await from("2001:db8::1")).status).toBe(202);
  expect((await from("2001:db8::2")).status).toBe(429);

  const page = await fetch(`${service.url}scan`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": "203.0.113.1" },
    body: "url=10.0.0.1",
  });
  expect([page.status, page.headers.get("retry-after") !== null]).toEqual([429, true]);
  expect(await page.text()).toContain("1 scans an hour are made for one address");
});

test("without a trusted proxy, X-Forwarded-For is nobody's word", async () => {
  const service = await start({ quotas: { ...publicQuotas, requester: 1 }, trustedProxies: [] });
  expect((await scan(service, "10.0.0.1", { "X-Forwarded-For": "203.0.113.1" })).status).toBe(202);
  expect((await scan(service, "10.0.0.1", { "X-Forwarded-For": "203.0.113.2" })).status).toBe(429);
});

test("a host's quota, and an owner's wish", async () => {
  const service = await start({ quotas: { ...publicQuotas, host: 1 } });
  expect((await scan(service, "10.0.0.1")).status).toBe(202);
  const often = await scan(service, "http://10.0.0.1/other");
  expect([often.status, (await often.json()).type]).toEqual([429, "urn:crosscheck:problem:host-quota"]);
  const alone = await scan(service, "www.left-alone.example");
  expect([alone.status, (await alone.json()).type]).toEqual([403, "urn:crosscheck:problem:opted-out"]);
});

test("the scanner says who it is, and the page that it names says the rest", async () => {
  const agents = new Set<string | undefined>();
  const site = await loopbackSite(({ headers }) => {
    agents.add(headers["user-agent"]);
    return { status: 200 };
  });
  open.push(site);
  const service = await start({}, site);
  const report = await done(service, await scan(service, site.url));
  expect(report).toMatchObject({ verdict: "passed" });
  expect([...agents]).toEqual(["Crosscheck/0.1 (CORS scanner; +https://cors.example/scanner)"]);
  const page = await (await fetch(`${service.url}scanner`)).text();
  expect(page).toContain("Crosscheck/0.1 (CORS scanner; +https://cors.example/scanner)");
  expect(page).toContain('href="mailto:us@cors.example"');
});

test("each line of the log is JSON, and none has the key to a result or what was typed beside the host", async () => {
  const site = await loopbackSite(() => ({ status: 200 }));
  open.push(site);
  const service = await start({}, site);
  const accepted = await scan(service, `${site.url}secret-path?token=secret-query`);
  const { id } = (await accepted.clone().json()) as { id: string };
  await done(service, accepted);
  await fetch(`${service.url}scan/${id}`);
  await fetch(`${service.url}generate?policy=secret-policy`);
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(["started", "request", "scan-accepted", "scan-finished"]),
  );
  expect(events.find(({ event }) => event === "scan-finished")).toMatchObject({ host: "127.0.0.1", verdict: "passed" });
  expect(events.find(({ path }) => path === "/api/v1/scans/:id")).toMatchObject({
    status: 200,
    requester: "127.0.0.1",
  });
  expect(lines.join("")).not.toContain(id);
  expect(lines.join("")).not.toMatch(/secret/);
  for (const line of lines) expect(line).toMatch(/^\{[^\n]*\}\n$/);
});

test("/healthz is 200 whatever the name it is asked by, and 503 while the server ends", async () => {
  const service = await start();
  const healthy = await fetch(`${service.url.replace("127.0.0.1", "localhost")}healthz`);
  expect([healthy.status, await healthy.json()]).toEqual([200, { status: "ok", running: 0, queued: 0 }]);
  expect((await fetch(service.url.replace("127.0.0.1", "localhost"))).status).toBe(421);
});

test("behind a proxy that ends TLS, the page's own form is not another site's", async () => {
  const service = await start();
  const form = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${service.url}scan`, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
      body: "url=10.0.0.1",
    });
  const own = service.url.slice(0, -1).replace("http:", "https:");
  expect((await form({ Origin: own, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.1" })).status).toBe(
    303,
  );
  expect((await form({ Origin: own })).status).toBe(403);
});
