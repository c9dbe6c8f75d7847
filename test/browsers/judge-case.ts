import { applyPreflightCacheChanges } from "../../packages/cors/src/browser/cors-preflight-cache.ts";
import type { Engine } from "../../packages/cors/src/browser/departures.ts";
import { judge } from "../../packages/cors/src/browser/judge.ts";
import type { PreflightCacheEntry, Verdict } from "../../packages/cors/src/browser/verdict.ts";
import type { HttpRequest, NetworkAnswer } from "../../packages/cors/src/http/exchange.ts";
import type { BrowserCase, CaseOutcome, Origins, StepOutcome, WireRequest } from "./browser-case.ts";

/** What the model says of a case whose origins are expanded. */
export function judgeCase(one: BrowserCase, engine: Engine, origins: Origins): CaseOutcome & { verdicts: Verdict[] } {
  const wire: WireRequest[] = [];
  // Which cookies there are is no part of the model: to a sandboxed frame the others have none of the page's.
  const hasCookies = one.frame === "page" || engine === "webkit";
  let preflightCache: readonly PreflightCacheEntry[] = [];
  const verdicts = one.steps.map((request) => {
    const verdict = judge({
      page: { origin: one.frame === "page" ? origins.page : "null" },
      request,
      engine,
      preflightCache,
      responder: (asked) => {
        wire.push(wireRequest(asked));
        return answerOf(one, asked);
      },
      cookies: (url) => (hasCookies && new URL(url).hostname === "127.0.0.1" ? "crosscheck=1" : null),
    });
    preflightCache = applyPreflightCacheChanges(preflightCache, verdict.preflightCacheChanges);
    return verdict;
  });
  const steps = verdicts.map((verdict, index) => stepOutcome(verdict, one.steps[index]?.entryPoint === "xhr"));
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
  const length = status === 204 ? [] : ([["Content-Length", status === 304 ? "0" : "2"]] as const);
  return { status, headers: [...sent, ...length] };
}

function stepOutcome(verdict: Verdict, isXhr: boolean): StepOutcome {
  if (verdict.type !== "allowed") return { verdict: verdict.type };
  const { type, status, headers, redirected } = verdict.response;
  const all = { verdict: "allowed", status, headers: combined(headers) };
  // A filtered status 0 is a network error to XMLHttpRequest; its type is not told.
  return isXhr ? all : { ...all, responseType: type, redirected };
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
