import {
  containsHeader,
  getHeader,
  type HttpResponse,
  isCorsSafelistedMethod,
  isResponse,
  variesOn,
} from "@crosscheck/cors/http";
import type { Attempt, Hop } from "./attempt.ts";
import { type Cause, sortCauses } from "./cause.ts";
import { readConsole } from "./console-evidence.ts";
import type { Need } from "./explanation.ts";
import { hiddenHeaders } from "./hidden-headers.ts";
import { isLocalHost } from "./local-host.ts";
import type { Observation } from "./observation.ts";
import { pageRequestOf, type Replayed, replayAttempt } from "./replay-attempt.ts";

/** What came of a call, and the causes that its recording leaves. */
export interface Diagnosis {
  readonly attempt: Attempt;
  readonly replayed: Replayed;
  readonly causes: readonly Cause[];
  /** The code of the reason. */
  readonly reason: string;
  /** How much it explains: a call that was blocked for a reason that shows, one that failed, one that only looks odd. */
  readonly rank: 0 | 1 | 2 | 3 | 4;
  /** What would tell more. */
  readonly needs: readonly Need[];
}

export function diagnoseAttempt(attempt: Attempt): Diagnosis {
  const before = failedBeforeCors(attempt);
  const replayed = likeliestReplay(attempt);
  if (before !== null) return { attempt, replayed, ...before, rank: 1, needs: [] };
  const { verdict, missing } = replayed;
  if (verdict.type === "network error" && missing === null) {
    const lacks = lacksOrigin(attempt, verdict.reason, replayed);
    if (lacks !== null) return { attempt, replayed, causes: [], reason: verdict.reason, rank: 1, needs: [lacks] };
    return {
      attempt,
      replayed,
      causes: causesOfVerdict(attempt, replayed),
      reason: verdict.reason,
      rank: 0,
      needs: [],
    };
  }
  if (missing !== null) return { attempt, replayed, ...unanswered(attempt, replayed, missing.isPreflight), rank: 1 };
  if (verdict.type === "API error")
    return { attempt, replayed, causes: ["not-cors"], reason: verdict.reason, rank: 0, needs: [] };
  if (verdict.type !== "allowed")
    return { attempt, replayed, causes: [], reason: "not-modelled", rank: 4, needs: ["message"] };
  return { attempt, replayed, needs: [], ...allowed(attempt, replayed) };
}

/** An answer that depends on who asks says nothing of a page that is not told, or to a program that names none. */
function lacksOrigin(attempt: Attempt, reason: string, { verdict }: Replayed): Need | null {
  if (attempt.pageOrigin === null && (reason === "acao-mismatch" || reason === "acac-not-true")) return "origin";
  const asked = attempt.hops.flatMap(({ preflight, actual }) => [preflight, actual]);
  const isBlind = asked.every(
    (one) => one === null || (one.kind === "curl" && !containsHeader(one.request.headers, "origin")),
  );
  if (!isBlind || reason !== "acao-missing") return null;
  const response = verdict.exchanges.at(-1)?.response;
  return response !== undefined && isResponse(response) && knowsCors(response.headers) ? "curl" : null;
}

/** With credentials where cookies show it, or where only they explain that it failed. */
function likeliestReplay(attempt: Attempt): Replayed {
  const engine = attempt.engine ?? "standard";
  if (attempt.credentials !== null) return replayAttempt(attempt, engine, attempt.credentials);
  const observations = attempt.hops.flatMap(({ actual }) => actual ?? []);
  const hasCookie = observations.some(({ request }) => containsHeader(request.headers, "cookie"));
  const withCredentials = replayAttempt(attempt, engine, "include");
  if (hasCookie) return withCredentials;
  const without = replayAttempt(attempt, engine, "same-origin");
  if (isDefinite(without, attempt)) return without;
  const last = observations.at(-1);
  const failed = last === undefined || last.answer === null || last.failure !== null || lostItsBody(last);
  // A server that says both has a client in mind that sends cookies.
  const contradicts = observations.some(
    ({ answer }) =>
      answer !== null &&
      getHeader(answer.headers, "access-control-allow-credentials") === "true" &&
      getHeader(answer.headers, "access-control-allow-origin") === "*",
  );
  if ((failed || contradicts) && isDefinite(withCredentials, attempt)) return withCredentials;
  return without;
}

/** What the browser adds when a request leaves, and not before: Chromium its Origin, Firefox its Priority. */
function wasSent({ actual, preflight }: Hop): boolean {
  if (actual === null) return false;
  const { headers } = actual.request;
  if (actual.engine === "chromium") return containsHeader(headers, "origin");
  if (actual.engine !== "firefox" || preflight === null) return false;
  return containsHeader(headers, "priority") && containsHeader(preflight.request.headers, "priority");
}

/** Firefox marks no call that was blocked; the body that its answer promised never came. */
function lostItsBody({ request, answer, hasBody }: Observation): boolean {
  if (answer === null || hasBody !== false || request.method === "HEAD" || answer.status === 304) return false;
  return Number(getHeader(answer.headers, "content-length") ?? 0) > 0;
}

/** It fails, and where the recording ends: a request that was answered, or a redirect that was followed, did not fail. */
function isDefinite({ verdict, missing }: Replayed, { hops }: Attempt): boolean {
  if (verdict.type !== "network error" || missing !== null || verdict.hop < hops.length - 1) return false;
  const hop = hops[verdict.hop];
  return !verdict.onPreflight || hop?.actual == null || (hop.actual.answer === null && !wasSent(hop));
}

type Told = Pick<Diagnosis, "causes" | "reason">;

/** What the recording itself calls a failure that is none of CORS. */
function failedBeforeCors({ hops, pageOrigin }: Attempt): Told | null {
  for (const observation of hops.flatMap(({ preflight, actual }) => [preflight, actual])) {
    if (observation === null) continue;
    const { failure, answer, request } = observation;
    if (failure !== null && !/net::ERR_FAILED\b/.test(failure)) {
      const told = readFailure(failure);
      if (told !== null && (answer === null || !told.causes.includes("not-cors"))) return told;
    }
    if (answer !== null) continue;
    const isMixed =
      pageOrigin?.startsWith("https:") === true && request.url.startsWith("http:") && !isLocalHost(request.url);
    if (isMixed) return { causes: ["not-cors"], reason: "mixed-content" };
  }
  return null;
}

/** Names of errors, sentences of consoles, numbers of Firefox's blocking reasons. */
function readFailure(failure: string): Told | null {
  const blocked = /^blocked: (\d+)$/.exec(failure)?.[1];
  if (blocked !== undefined) {
    const number = Number(blocked);
    return number >= 1001 && number <= 1099 ? null : { causes: ["not-cors"], reason: `blocked-${number}` };
  }
  const read = readConsole(failure);
  if (read !== null && read.reason !== "generic" && read.reason !== "follow-up")
    return { causes: read.causes, reason: read.reason };
  return /^curl: \(|NS_ERROR|NS_BINDING|SSL_ERROR|csp|mixed/i.test(failure)
    ? { causes: ["not-cors"], reason: "network" }
    : null;
}

/** The call failed, and its answer is not in the recording. */
function unanswered(attempt: Attempt, { verdict }: Replayed, isPreflight: boolean): Told & Pick<Diagnosis, "needs"> {
  const { engine, hops, earlier } = attempt;
  const last = hops.at(-1);
  const observation = last?.actual ?? last?.preflight ?? null;
  if (observation === null) return { causes: [], reason: "unknown", needs: ["message"] };
  // Its preflight is all there is: what the request itself met was not asked.
  if (last?.actual === null && !isPreflight) return { causes: [], reason: "unknown", needs: ["response"] };
  if (hops.length > 20) return { causes: ["not-cors"], reason: "redirect-loop", needs: [] };
  if (earlier?.answer && isStale(earlier.answer, attempt.pageOrigin)) {
    return { causes: ["cached-without-vary"], reason: "acao-missing", needs: [] };
  }
  if (
    engine === "chromium" &&
    observation.failure !== null &&
    last?.preflight === null &&
    !containsHeader(observation.request.headers, "origin") &&
    isLocalHost(observation.request.url)
  ) {
    return { causes: ["local-network-access"], reason: "lna-permission", needs: [] };
  }
  // Both show the answer when it is CORS that refuses it.
  if (engine === "firefox" || (engine === "chromium" && containsHeader(observation.request.headers, "origin"))) {
    return { causes: ["not-cors"], reason: "network", needs: [] };
  }
  if (getHeader(observation.request.headers, "origin") === "null" && hops.length > 1) {
    return { causes: ["redirected-to-null"], reason: "acao-mismatch", needs: [] };
  }
  const { method = "GET" } = pageRequestOf(attempt);
  const preflights = verdict.preflights.length > 0;
  const left: Cause[] = [
    "origin-not-listed",
    "error-without-cors",
    "doubled-layer",
    "wildcard-with-credentials",
    "works-outside-browsers",
    "not-cors",
  ];
  if (method === "GET") left.push("cached-without-vary");
  if (preflights) left.push("preflight-needs-login", "preflight-redirected", "preflight-not-handled");
  if (preflights && !isCorsSafelistedMethod(method)) left.push("method-not-allowed");
  if (verdict.preflights.some(({ because }) => because.some(({ cause }) => cause === "header")))
    left.push("header-not-allowed");
  return { causes: sortCauses(left), reason: "unknown", needs: ["message", "response"] };
}

/** A copy that a cache may give to this page, and that is not for it. */
function isStale(answer: HttpResponse, pageOrigin: string | null): boolean {
  const control = getHeader(answer.headers, "cache-control") ?? "";
  if (/no-store/i.test(control) || variesOn(answer.headers, "origin")) return false;
  const keeps =
    /max-age=[1-9]|public|immutable/i.test(control) ||
    containsHeader(answer.headers, "expires") ||
    containsHeader(answer.headers, "last-modified") ||
    containsHeader(answer.headers, "etag");
  const allowed = getHeader(answer.headers, "access-control-allow-origin");
  return keeps && allowed !== "*" && allowed !== pageOrigin;
}

function causesOfVerdict(attempt: Attempt, { verdict }: Replayed): readonly Cause[] {
  if (verdict.type !== "network error") return [];
  const exchange = verdict.exchanges.at(-1);
  const response = exchange !== undefined && isResponse(exchange.response) ? exchange.response : null;
  const hop = attempt.hops[verdict.hop] ?? attempt.hops.at(-1);
  const observation = verdict.onPreflight ? hop?.preflight : hop?.actual;
  const isNull =
    verdict.hop > 0 && getHeader(exchange?.request.headers ?? [], "origin") === "null" && attempt.pageOrigin !== "null";
  switch (verdict.reason) {
    case "acao-missing":
    case "acao-mismatch":
    case "acao-invalid":
      if (response === null) return ["not-cors"];
      if (verdict.onPreflight) return [preflightCause(verdict.reason, response, isNull)];
      return [refusalCause(verdict.reason, response, isNull, isCachedCopy(attempt, observation ?? null, response))];
    case "acao-multiple":
      return ["doubled-layer"];
    case "acao-star-with-credentials":
    case "acac-not-true":
      return ["wildcard-with-credentials"];
    case "preflight-status":
      return response === null ? ["preflight-not-handled"] : [preflightCause("acao-missing", response, false)];
    case "preflight-redirect":
      return ["preflight-redirected"];
    case "preflight-method":
    case "preflight-methods-parse":
      return ["method-not-allowed"];
    case "preflight-header":
    case "preflight-headers-parse":
      return ["header-not-allowed"];
    default:
      return ["not-cors"];
  }
}

function preflightCause(reason: string, { status, headers }: HttpResponse, isNull: boolean): Cause {
  if (status >= 300 && status < 400) return "preflight-redirected";
  const asksLogin = containsHeader(headers, "www-authenticate") || containsHeader(headers, "proxy-authenticate");
  if (status === 401 || status === 407 || asksLogin) return "preflight-needs-login";
  if (isNull) return "redirected-to-null";
  // A server that knows CORS refuses strangers with 403, and says that its answer depends on who asks.
  if (status === 403)
    return knowsCors(headers) && reason !== "acao-missing"
      ? "origin-not-listed"
      : variesOn(headers, "origin") && !containsHeader(headers, "access-control-allow-origin")
        ? "origin-not-listed"
        : "preflight-needs-login";
  if (status >= 400 || status < 200) return "preflight-not-handled";
  return reason !== "acao-missing" || knowsCors(headers) ? "origin-not-listed" : "preflight-not-handled";
}

function refusalCause(reason: string, { status, headers }: HttpResponse, isNull: boolean, isCached: boolean): Cause {
  if (reason === "acao-missing" && status >= 400) return "error-without-cors";
  if (isNull) return "redirected-to-null";
  if (isCached) return "cached-without-vary";
  if (reason !== "acao-missing") return "origin-not-listed";
  return knowsCors(headers) ? "origin-not-listed" : "works-outside-browsers";
}

/** Whether an answer without Access-Control-Allow-Origin is of somebody who knows what CORS is. */
function knowsCors(headers: HttpResponse["headers"]): boolean {
  return variesOn(headers, "origin") || headers.some(([name]) => /^access-control-/i.test(name));
}

/** From the browser's cache, or from one on the way that says so, and stored without regard to who asked. */
function isCachedCopy(attempt: Attempt, observation: Observation | null, { headers, status }: HttpResponse): boolean {
  if (variesOn(headers, "origin") || status >= 400) return false;
  if (observation?.from === "browser-cache" || status === 304) return true;
  const age = Number(getHeader(headers, "age") ?? 0);
  const told = [
    "x-cache",
    "cf-cache-status",
    "x-cache-status",
    "x-proxy-cache",
    "x-drupal-cache",
    "x-varnish-cache",
    "cache-status",
    "x-fastcgi-cache",
    "x-vercel-cache",
    "cdn-cache",
  ].some((name) => /\bhit\b/i.test(getHeader(headers, name) ?? ""));
  if (age > 0 || told) return true;
  const { earlier, pageOrigin } = attempt;
  return (
    earlier?.answer != null && !containsHeader(earlier.request.headers, "origin") && isStale(earlier.answer, pageOrigin)
  );
}

/** The page got its answer: what is it then that it lacks? */
function allowed(attempt: Attempt, { verdict, credentials }: Replayed): Told & Pick<Diagnosis, "rank"> {
  const last = attempt.hops.at(-1)?.actual;
  const answer = last?.answer;
  if (verdict.type !== "allowed" || last == null || answer == null) return { causes: [], reason: "allowed", rank: 4 };
  if (verdict.response.type === "opaque") return { causes: [], reason: "opaque", rank: 4 };
  if (last.failure !== null && !/ERR_FAILED/.test(last.failure))
    return { causes: ["not-cors"], reason: "network", rank: 2 };
  const sent = last.request.headers;
  const isUnknownUser = answer.status === 401 || answer.status === 403;
  if (isUnknownUser && !containsHeader(sent, "cookie") && !containsHeader(sent, "authorization")) {
    return { causes: ["cookie-not-sent"], reason: "error-status", rank: 2 };
  }
  if (answer.status >= 400) return { causes: ["not-cors"], reason: "error-status", rank: 3 };
  const asWithCredentials =
    credentials === "include" || getHeader(answer.headers, "access-control-allow-credentials") === "true";
  const hidden = hiddenHeaders(answer.headers, asWithCredentials);
  if (hidden.length > 0) return { causes: ["header-not-exposed"], reason: "header-not-exposed", rank: 3 };
  return { causes: [], reason: "allowed", rank: 4 };
}
