import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schemaMismatches } from "../../../../test/schema-mismatches.ts";
import { type RunningDemo, startDemo } from "../demo/start-demo.ts";
import { openScanStore } from "../store/open-scan-store.ts";
import { createApp } from "./create-app.ts";
import { openApi } from "./openapi.ts";
import { namesFor } from "./request-guards.ts";
import { type RegistryOptions, ScanRegistry } from "./scan-registry.ts";

const origin = "http://127.0.0.1:8787";
let demo: RunningDemo;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  demo = await startDemo({ port: 0 });
  app = createApp({ registry: registryWith(), demo: demo.sites, names: namesFor("127.0.0.1") });
});

afterAll(() => demo.close());

/** One that may scan the demo. */
function registryWith(options: Partial<RegistryOptions> = {}): ScanRegistry {
  const alsoAllowed = new Set(demo.sites.map(({ hostAndPort }) => hostAndPort));
  return new ScanRegistry({ scan: { client: { alsoAllowed } }, ...options });
}

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Response> {
  return app.fetch(new Request(new URL(path, origin), { method, headers, body }));
}

function scan(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return ask("POST", "/api/v1/scans", { "content-type": "application/json", ...headers }, JSON.stringify(body));
}

function site(id: string): string {
  return demo.sites.find((candidate) => candidate.id === id)?.url ?? "";
}

/** The state of a scan once it is no longer running. */
async function result(location: string): Promise<Record<string, unknown>> {
  for (;;) {
    const state = (await (await ask("GET", location)).json()) as Record<string, unknown>;
    if (state.status !== "running") return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("a scan by the API", () => {
  test("is taken in with 202, runs, and becomes a report", async () => {
    const taken = await scan({ url: site("reflects-any-origin") });
    expect(taken.status).toBe(202);
    const location = taken.headers.get("location") ?? "";
    expect(location).toMatch(/^\/api\/v1\/scans\/[0-9a-f]{32}$/);
    expect(await taken.json()).toMatchObject({ status: "running", id: location.split("/").at(-1) });

    const report = await result(location);
    expect(report).toMatchObject({
      schema: "crosscheck/scan@1",
      target: site("reflects-any-origin"),
      verdict: "failed",
    });
    expect(schemaMismatches(openApi, "ScanReport", report)).toEqual([]);
  });

  test("an address that the guard refuses is inconclusive, never passed", async () => {
    for (const url of [
      "http://127.0.0.1:9/",
      "http://[::1]/",
      "http://169.254.169.254/",
      "http://10.0.0.1/",
      "localhost",
    ]) {
      const report = await result((await scan({ url })).headers.get("location") ?? "");
      expect(report, url).toMatchObject({ verdict: "inconclusive" });
      expect(schemaMismatches(openApi, "ScanReport", report)).toEqual([]);
    }
  });

  test("with redirects not followed, the first answer is judged", async () => {
    const report = await result(
      (await scan({ url: site("redirect-to-a-hole"), followRedirects: false })).headers.get("location") ?? "",
    );
    expect(report).toMatchObject({ verdict: "passed" });
  });
});

describe("server-sent events", () => {
  test("progress with ids that count, then done; a later id continues; after the last there is nothing", async () => {
    const location = (await scan({ url: site("exact-list") })).headers.get("location") ?? "";
    const stream = await ask("GET", `${location}/events`);
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    const events = parseEvents(await stream.text());
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => String(index + 1)));
    expect(events.at(-1)).toMatchObject({ event: "done", data: { location } });
    expect(events.slice(0, -1).every(({ event }) => event === "progress")).toBe(true);
    expect(events.length).toBeGreaterThan(3);

    const last = events.length;
    const rest = parseEvents(
      await (await ask("GET", `${location}/events`, { "last-event-id": String(last - 2) })).text(),
    );
    expect(rest.map(({ id }) => id)).toEqual([String(last - 1), String(last)]);
    expect((await ask("GET", `${location}/events`, { "last-event-id": String(last) })).status).toBe(204);
    expect((await ask("GET", `${location}/events`, { "last-event-id": "1e9, <b>" })).status).toBe(200);
  });

  test("of a scan that is not there", async () => {
    expect((await ask("GET", "/api/v1/scans/nobody/events")).status).toBe(404);
  });
});

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

// biome-ignore format: one fact per line
const problems = [
  ["no JSON",                                     "POST",   "/api/v1/scans", json,                                    "{",                      400, "bad-scan-request"],
  ["no url",                                      "POST",   "/api/v1/scans", json,                                    "{}",                     400, "bad-scan-request"],
  ["another type",                                "POST",   "/api/v1/scans", { "content-type": "text/plain" },        '{"url":"a.example"}',    415, "unsupported-media-type"],
  ["no type",                                     "POST",   "/api/v1/scans", {},                                      '{"url":"a.example"}',    415, "unsupported-media-type"],
  ["too large",                                   "POST",   "/api/v1/scans", json,                                    " ".repeat(16_385),       413, "body-too-large"],
  ["a lie about the length",                      "POST",   "/api/v1/scans", { ...json, "content-length": "99999999" }, "{}",                   413, "body-too-large"],
  ["from another site",                           "POST",   "/api/v1/scans", { ...json, "sec-fetch-site": "cross-site" }, '{"url":"a.example"}', 403, "cross-site"],
  ["from another port",                           "POST",   "/api/v1/scans", { ...json, origin: "http://127.0.0.1:3000" }, '{"url":"a.example"}', 403, "cross-site"],
  ["an id that was never given",                  "GET",    "/api/v1/scans/00000000-0000-4000-8000-000000000000", {}, undefined,                404, "unknown-scan"],
  ["an id that is a path",                        "GET",    "/api/v1/scans/%2e%2e%2fopenapi.json", {},                undefined,                404, "unknown-scan"],
  ["a name of Object.prototype",                  "GET",    "/api/v1/scans/__proto__", {},                            undefined,                404, "unknown-scan"],
  ["nothing there",                               "GET",    "/api/v2/scans", {},                                      undefined,                404, "not-found"],
  ["a method that is not taken",                  "PUT",    "/api/v1/scans", json,                                    "{}",                     405, "method-not-allowed"],
  ["listing scans is not possible",               "GET",    "/api/v1/scans", {},                                      undefined,                405, "method-not-allowed"],
  ["deleting a result",                           "DELETE", "/api/v1/scans/x", {},                                    undefined,                405, "method-not-allowed"],
] as const;

test.each(problems)("a problem document: %s", async (_why, method, path, headers, body, status, code) => {
  const response = await ask(method, path, headers as Record<string, string>, body);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = await response.json();
  expect(problem).toMatchObject({ type: `urn:crosscheck:problem:${code}`, status });
  expect(schemaMismatches(openApi, "Problem", problem)).toEqual([]);
});

// biome-ignore format: one fact per line
const pages = [
  ["the home page",                          "GET",  "/",                     {},                                                undefined,              200, "Check your CORS"],
  ["the home page's head",                   "HEAD", "/",                     {},                                                undefined,              200, ""],
  ["an accepted form leads to its result",   "POST", "/scan",                 { ...form, "sec-fetch-site": "same-origin" },      "url=a.invalid",        303, ""],
  ["a mistake keeps what was typed",         "POST", "/scan",                 form,                                              "url=http%3A%2F%2F%3C", 400, 'value="http://&lt;"'],
  ["another site's form",                    "POST", "/scan",                 { ...form, "sec-fetch-site": "cross-site" },       "url=a.invalid",        403, "Requests from other sites are refused"],
  ["a form of another type",                 "POST", "/scan",                 { "content-type": "text/plain" },                  "url=a.invalid",        415, "application/x-www-form-urlencoded"],
  ["a form that is too large",               "POST", "/scan",                 form,                                              "x".repeat(16_385),     413, "16 KiB"],
  ["reloading the form's address",           "GET",  "/scan",                 {},                                                undefined,              303, ""],
  ["a result that is not kept",              "GET",  "/scan/nobody",          {},                                                undefined,              404, "There is no such scan"],
  ["nothing there",                          "GET",  "/wp-login.php",         {},                                                undefined,              404, "There is nothing at /wp-login.php"],
  ["a method that is not taken",             "PUT",  "/scan/x",               {},                                                undefined,              405, "This address takes GET, HEAD."],
] as const;

test.each(pages)("a page: %s", async (_why, method, path, headers, body, status, text) => {
  const response = await ask(method, path, headers as Record<string, string>, body);
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(text);
});

test("another host name is refused: DNS rebinding", async () => {
  for (const path of ["/", "/api/openapi.json", "/api/v1/scans/x"]) {
    expect((await app.fetch(new Request(`http://rebound.example:8787${path}`))).status).toBe(421);
  }
});

test("every answer, errors included, carries the security headers", async () => {
  for (const [method, path] of [
    ["GET", "/"],
    ["GET", "/nothing"],
    ["GET", "/api/openapi.json"],
    ["PUT", "/api/v1/scans"],
    ["GET", "/favicon.svg"],
  ] as const) {
    const { headers } = await ask(method, path);
    expect(headers.get("content-security-policy"), path).toMatch(
      /^default-src 'none';.*frame-ancestors 'none'.*require-trusted-types-for 'script'/,
    );
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
    expect(headers.get("cross-origin-resource-policy"), path).toBe("same-origin");
    expect(headers.get("access-control-allow-origin"), path).toBeNull();
    expect(headers.get("cache-control"), path).not.toBeNull();
  }
});

test("files with their content in their name are cached for ever, and pages never", async () => {
  const home = await ask("GET", "/");
  expect(home.headers.get("cache-control")).toBe("no-store");
  const paths = [...(await home.text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
  expect(paths).toHaveLength(2);
  for (const path of paths) {
    const asset = await ask("GET", path);
    expect(asset.status).toBe(200);
    expect(asset.headers.get("cache-control")).toContain("immutable");
  }
});

describe("limits", () => {
  test("a full queue answers 503 with Retry-After, to people and programs", async () => {
    const busy = createApp({ registry: registryWith({ limits: { concurrency: 1, queue: 1 } }) });
    const post = (): Response | Promise<Response> =>
      busy.fetch(
        new Request(`${origin}/api/v1/scans`, {
          method: "POST",
          headers: json,
          body: JSON.stringify({ url: site("slow") }),
        }),
      );
    expect((await post()).status).toBe(202);
    expect((await post()).status).toBe(202);
    const refused = await post();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(schemaMismatches(openApi, "Problem", await refused.json())).toEqual([]);
    const page = await busy.fetch(
      new Request(`${origin}/scan`, { method: "POST", headers: form, body: "url=a.example" }),
    );
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "30"]);
  });

  test("the oldest results are forgotten, the newest kept", async () => {
    const small = createApp({
      registry: registryWith({ store: openScanStore(":memory:", { count: 2, age: 60_000 }) }),
    });
    const locations: string[] = [];
    for (let count = 0; count < 3; count++) {
      const taken = await small.fetch(
        new Request(`${origin}/api/v1/scans`, {
          method: "POST",
          headers: json,
          body: JSON.stringify({ url: site("no-cors") }),
        }),
      );
      const location = taken.headers.get("location") ?? "";
      await (await small.fetch(new Request(`${origin}${location}/events`))).text();
      locations.push(location);
    }
    const statuses = await Promise.all(
      locations.map(async (path) => (await small.fetch(new Request(origin + path))).status),
    );
    expect(statuses).toEqual([404, 200, 200]);
  });
});

describe("openapi.json", () => {
  test("has every route that is there, and no other", () => {
    const described = Object.entries(openApi.paths as object)
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
      .sort();
    const there = app.routes
      .filter(({ method, path }) => method !== "ALL" && /^\/(?:api\/|healthz$)/.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect(described).toEqual([...new Set(there)].sort());
  });

  test("is served", async () => {
    expect(await (await ask("GET", "/api/openapi.json")).json()).toEqual(openApi);
  });
});

interface ParsedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

function parseEvents(text: string): ParsedEvent[] {
  return text
    .split("\n\n")
    .filter((block) => block.includes("data:"))
    .map((block) => {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
      return { id: field("id"), event: field("event"), data: JSON.parse(field("data")) };
    });
}
