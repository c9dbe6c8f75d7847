import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DemoSite } from "./demo-site.ts";
import { demoSites } from "./sites.ts";
import { type RunningDemo, startDemo } from "./start-demo.ts";

let demo: RunningDemo;

beforeAll(async () => {
  demo = await startDemo({ port: 0 });
});

afterAll(() => demo.close());

function ask(id: string, origin: string, path = ""): Promise<Response> {
  const site = demo.sites.find((candidate) => candidate.id === id);
  return fetch(`${site?.url}${path}`, { headers: { Origin: origin }, redirect: "manual" });
}

test("at least ten sites, each with its own id, title, description and declared verdict", () => {
  expect(demoSites.length).toBeGreaterThanOrEqual(10);
  for (const part of ["id", "title", "description"] as const) {
    expect(new Set(demoSites.map((site) => site[part])).size).toBe(demoSites.length);
  }
  for (const { id, verdict, cause, checks } of demoSites) {
    expect([verdict, cause !== undefined, checks.length > 0], id).toEqual(
      verdict === "passed" ? ["passed", false, false] : ["failed", true, true],
    );
  }
});

test("both verdicts and both causes are shown", () => {
  expect(new Set(demoSites.map(({ verdict, cause }) => `${verdict} ${cause}`))).toEqual(
    new Set(["passed undefined", "failed unsafe", "failed broken"]),
  );
});

describe.each(demoSites.map(({ id, title }) => [id, title] as const))("%s", (id, title) => {
  test("listens on loopback and says what it is", async () => {
    const site = demo.sites.find((candidate) => candidate.id === id);
    expect(site?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await (await fetch(site?.url ?? "")).text();
    expect(page).toContain(`<h1>${title}</h1>`);
  });

  test("survives what no site expects", async () => {
    const site = demo.sites.find((candidate) => candidate.id === id);
    for (const origin of ["", "null", "\u00ff", "x".repeat(8_000), "javascript:alert(1)"]) {
      expect((await fetch(`${site?.url}no-such-page`, { headers: { Origin: origin } })).status).toBeLessThan(500);
    }
  });
});

// biome-ignore format: one fact per line
const facts = [
  ["no CORS header",                       "no-cors",                         "https://x.example",         "",       null],
  ["a listed origin",                      "exact-list",                      "https://app.example.com",   "",       "https://app.example.com"],
  ["an origin that is not listed",         "exact-list",                      "https://x.example",         "",       null],
  ["the one origin, whoever asks",         "one-origin",                      "https://x.example",         "",       "https://partner.example.com"],
  ["whoever asks",                         "reflects-any-origin",             "https://x.example",         "",       "https://x.example"],
  ["whoever asks, on errors too",          "reflects-any-origin",             "https://x.example",         "no",     "https://x.example"],
  ["whoever asks, anonymously",            "reflects-any-origin-anonymously", "https://x.example",         "",       "https://x.example"],
  ["null",                                 "trusts-null",                     "null",                      "",       "null"],
  ["not everybody",                        "trusts-null",                     "https://x.example",         "",       null],
  ["its own name at the beginning",        "prefix-match",                    "https://127.0.0.1.x.com",   "",       "https://127.0.0.1.x.com"],
  ["its own name elsewhere",               "prefix-match",                    "https://x.com/127.0.0.1",   "",       null],
  ["nothing on the redirect itself",       "redirect-to-a-hole",              "https://x.example",         "",       null],
  ["the hole behind it",                   "redirect-to-a-hole",              "https://x.example",         "en/account", "https://x.example"],
  ["*",                                    "wildcard-with-credentials",       "https://x.example",         "",       "*"],
  ["twice",                                "two-headers",                     "https://x.example",         "",       "*, *"],
  ["a list",                               "comma-list",                      "https://x.example",         "",       "https://app.example.com, https://admin.example.com"],
  ["a pattern",                            "pattern-in-header",               "https://x.example",         "",       "https://*.example.com"],
  ["* on a good answer",                   "lost-on-errors",                  "https://x.example",         "",       "*"],
  ["nothing on an error",                  "lost-on-errors",                  "https://x.example",         "no",     null],
] as const;

test.each(facts)("Access-Control-Allow-Origin is %s (%s)", async (_why, id, origin, path, expected) => {
  expect((await ask(id, origin, path)).headers.get("access-control-allow-origin")).toBe(expected);
});

test("ports are consecutive from the one that was asked for, or all refused", async () => {
  const three = demoSites.slice(0, 3);
  const { running, port } = await startSomewhere(three);
  expect(running.sites.map(({ url }) => url)).toEqual([0, 1, 2].map((step) => `http://127.0.0.1:${port + step}/`));
  await expect(startDemo({ port, sites: three })).rejects.toMatchObject({ code: "EADDRINUSE", port });
  await running.close();
  await (await startDemo({ port, sites: three })).close();
});

/** Where three ports in a row are free: other suites run at the same time. */
async function startSomewhere(sites: readonly DemoSite[]): Promise<{ running: RunningDemo; port: number }> {
  for (let port = 21_000; ; port += 10) {
    const running = await startDemo({ port, sites }).catch(() => null);
    if (running !== null) return { running, port };
  }
}
