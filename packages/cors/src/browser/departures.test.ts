import { describe, expect, test } from "vitest";
import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import type { Header } from "../http/header-list.ts";
import { applyPreflightCacheChanges } from "./cors-preflight-cache.ts";
import { type DepartureExample, departureFacts } from "./departure-facts.ts";
import { type BrowserEngine, type DepartureId, departuresOf, type Profile, profileOf } from "./departures.ts";
import type { FetchTrace } from "./fetch-params.ts";
import { filteredResponse } from "./filtered-response.ts";
import { mainFetch } from "./main-fetch.ts";
import { newRequest } from "./new-request.ts";
import type { PreflightCacheEntry } from "./verdict.ts";

const engines: readonly BrowserEngine[] = ["chromium", "firefox", "webkit"];

function answer(example: DepartureExample, { method, url }: HttpRequest): NetworkAnswer {
  const { answers } = example;
  const found = answers[`${method} ${url}`] ?? (method === "OPTIONS" ? answers.OPTIONS : undefined) ?? answers[url];
  if (found === undefined) return { kind: "failed", why: `no answer for ${method} ${url}` };
  const [status, ...lines] = found;
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { status, headers };
}

/** Everything that can be seen of an example in an engine: what went out, and what the page got. */
function seen(example: DepartureExample, profile: Profile): string {
  let preflightCache: readonly PreflightCacheEntry[] = [];
  const lines: string[] = [];
  for (const step of example.steps) {
    const request = newRequest({ origin: example.page ?? "https://app.example" }, step, profile);
    if ("type" in request) {
      lines.push(request.reason);
      continue;
    }
    const trace: FetchTrace = { exchanges: [], preflights: [], origins: [], preflightCacheChanges: [], notes: [] };
    const now = 1_000;
    const fetching = mainFetch({
      request,
      now,
      cookies: () => "a=1",
      promptsAreCancelled: false,
      registrableDomain: null,
      httpCache: null,
      localNetwork: null,
      preflightCache,
      trace,
    });
    let next = fetching.next();
    while (next.done !== true) next = fetching.next(answer(example, next.value));
    preflightCache = applyPreflightCacheChanges(preflightCache, trace.preflightCacheChanges);
    for (const { request: sent } of trace.exchanges) lines.push(JSON.stringify(sent));
    const outcome = next.value;
    lines.push(`timing allow failed: ${request.timingAllowFailed}`);
    lines.push(JSON.stringify(outcome.type === "default" ? filteredResponse(request, outcome) : outcome));
  }
  return lines.join("\n");
}

function without(profile: Profile, id: DepartureId): Profile {
  const departures = new Set(profile.departures);
  departures.delete(id);
  return { ...profile, departures };
}

describe.each(engines)("%s", (engine) => {
  const profile = profileOf(engine);
  const ids = departuresOf(engine);

  test("counts its departures", () => {
    console.log(`departures of ${engine}: ${ids.length}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(ids)("%s shows in its example", (id) => {
    const { example } = departureFacts[id];
    expect(seen(example, profile)).not.toBe(seen(example, without(profile, id)));
  });
});

test("no departure is listed that no engine has", () => {
  const used = new Set(engines.flatMap((engine) => departuresOf(engine)));
  expect(Object.keys(departureFacts).sort()).toEqual([...used].sort());
});

test("an engine that is none is named", () => {
  expect(() => profileOf("toString" as "chromium")).toThrow("is not one of");
});
