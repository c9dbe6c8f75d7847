import { applyPreflightCacheChanges } from "../../packages/cors/src/browser/cors-preflight-cache.ts";
import { type Engine, type Profile, profileOf } from "../../packages/cors/src/browser/departures.ts";
import { fetchAs } from "../../packages/cors/src/browser/fetch-from-page.ts";
import type { EntryPoint } from "../../packages/cors/src/browser/page-request.ts";
import type { CachedResponse, PreflightCacheEntry, Verdict } from "../../packages/cors/src/browser/verdict.ts";
import type { HttpRequest, NetworkAnswer } from "../../packages/cors/src/http/exchange.ts";
import {
  type BrowserCase,
  type CaseOutcome,
  type Origins,
  originOfFrame,
  type StepOutcome,
  type WireRequest,
} from "./browser-case.ts";
import { bodyOf } from "./truth-bodies.ts";

/** What the model says of a case whose origins are expanded. */
export function judgeCase(one: BrowserCase, engine: Engine, origins: Origins): JudgedCase {
  return judgeCaseAs(profileOf(engine), one, origins);
}

export type JudgedCase = CaseOutcome & { readonly verdicts: readonly Verdict[] };

/** `judgeCase`, in an engine of this profile. */
export function judgeCaseAs(profile: Profile, one: BrowserCase, origins: Origins): JudgedCase {
  const { engine } = profile;
  const wire: WireRequest[] = [];
  // Which cookies there are is no part of the model: to a frame of another site the others have none of the page's.
  const hasCookies = one.frame === "page" || engine === "webkit";
  let preflightCache: readonly PreflightCacheEntry[] = [];
  let httpCache: readonly CachedResponse[] = [];
  const verdicts = one.steps.map((request) => {
    const page = { origin: originOfFrame(one.frame, origins), topLevelOrigin: origins.page };
    const fetching = fetchAs(profile, page, request, {
      preflightCache,
      httpCache,
      registrableDomain,
      cookies: (url) => (hasCookies && new URL(url).hostname === "127.0.0.1" ? "crosscheck=1" : null),
    });
    let next = fetching.next();
    while (next.done !== true) {
      wire.push(wireRequest(next.value));
      next = fetching.next(answerOf(one, next.value));
    }
    const verdict = next.value;
    preflightCache = applyPreflightCacheChanges(preflightCache, verdict.preflightCacheChanges);
    if (isKept(verdict, engine)) httpCache = [...httpCache, ...stored(verdict)];
    return verdict;
  });
  const steps = verdicts.map((verdict, index) =>
    stepOutcome(verdict, one.steps[index]?.entryPoint ?? "fetch", one.observesTiming ?? false),
  );
  return { steps, wire, verdicts };
}

function answerOf(one: BrowserCase, { method, url, headers }: HttpRequest): NetworkAnswer {
  const answers = one.answers[new URL(url).pathname.split("/")[2] ?? ""];
  if (answers === undefined)
    return {
      status: 404,
      headers: [
        ["Content-Type", "text/plain"],
        ["Cache-Control", "no-store"],
        ["Content-Length", "12"],
      ],
    };
  const isPreflight = method === "OPTIONS" && headerValue(headers, "access-control-request-method") !== null;
  const { status, headers: sent } = isPreflight ? answers.preflight : answers.actual;
  const length =
    status === 204 || (status >= 100 && status <= 199)
      ? []
      : ([["Content-Length", status === 304 ? "0" : `${bodyOf(sent).length}`]] as const);
  return { status, headers: [...sent, ...length] };
}

/** Of the names that cases use: below `localhost`, which is no entry of the list, one label more is registrable. */
function registrableDomain(hostname: string): string | null {
  const labels = hostname.split(".");
  return labels.length < 2 ? null : labels.slice(-2).join(".");
}

/** What a page may not read is not read to its end, and so not kept, but in Firefox. */
function isKept(verdict: Verdict, engine: Engine): boolean {
  return engine === "firefox" || verdict.type === "allowed";
}

/** What a cache keeps: answers to GET that say how long they are fresh. */
function stored({ exchanges }: Verdict): CachedResponse[] {
  return exchanges.flatMap(({ request, response }) => {
    if (request.method !== "GET" || !("status" in response)) return [];
    const isFresh = /max-age=[1-9]/.test(headerValue(response.headers, "cache-control") ?? "");
    return isFresh ? [{ url: request.url, requestHeaders: request.headers, response }] : [];
  });
}

/** What each entry point tells a script: an element whether it loaded, a beacon nothing. */
function stepOutcome(verdict: Verdict, entryPoint: EntryPoint, observesTiming: boolean): StepOutcome {
  if (entryPoint === "beacon") return { verdict: verdict.type === "API error" ? "API error" : "sent" };
  if (verdict.type !== "allowed") return { verdict: verdict.type };
  const { type, status, headers, redirected } = verdict.response;
  const timing = observesTiming ? { timing: verdict.timingAllowPassed } : {};
  if (entryPoint !== "fetch" && entryPoint !== "xhr") {
    return isLoaded(verdict, entryPoint) ? { verdict: "allowed", ...timing } : { verdict: "network error" };
  }
  const all = { verdict: "allowed", status, headers: combined(headers), ...timing };
  // A filtered status 0 is a network error to XMLHttpRequest; its type is not told.
  return entryPoint === "xhr" ? all : { ...all, responseType: type, redirected };
}

/** All elements but an image want a status that says ok, by the standard; to some in Chromium and WebKit, no error is enough. */
function isLoaded({ exchanges, engine }: Verdict, entryPoint: EntryPoint): boolean {
  const response = exchanges.at(-1)?.response;
  const limit = engine === "chromium" || (engine === "webkit" && entryPoint !== "link") ? 400 : 300;
  return entryPoint === "img" || (response !== undefined && "status" in response && response.status < limit);
}

/** As `Headers` iterates: names in lower case, sorted, equal ones joined by `, `. */
function combined(headers: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const byName = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const value_ = value.replace(/^[ \t]+|[ \t]+$/g, "");
    const before = byName.get(key);
    byName.set(key, before === undefined ? value_ : `${before}, ${value_}`);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
}

function wireRequest({ method, url, headers }: HttpRequest): WireRequest {
  return [
    method,
    url.replace(/#.*/, ""),
    headerValue(headers, "origin"),
    headerValue(headers, "access-control-request-method"),
    headerValue(headers, "access-control-request-headers"),
    headerValue(headers, "cookie") !== null,
  ];
}

function headerValue(headers: readonly (readonly [string, string])[], name: string): string | null {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? null;
}
