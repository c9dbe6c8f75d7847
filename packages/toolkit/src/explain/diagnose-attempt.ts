import { containsHeader, getHeader, isResponse } from "@crosscheck/cors/http";
import { type Attempt, type Hop, redirectTarget } from "./attempt.ts";
import type { Cause, Told } from "./cause.ts";
import { causesOfRefusal, knowsCors } from "./cause-of-refusal.ts";
import { allowsConnection } from "./connect-sources.ts";
import { readConsole } from "./console-evidence.ts";
import type { Need } from "./explanation.ts";
import { hiddenHeaders } from "./hidden-headers.ts";
import { isLocalHost } from "./local-host.ts";
import { endsAtPage, loginPage } from "./login-page.ts";
import type { Observation } from "./observation.ts";
import { type Replayed, replayAttempt } from "./replay-attempt.ts";
import { unansweredCall } from "./unanswered-call.ts";

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
  if (isWorkers(attempt)) return { attempt, replayed, needs: [], ...ofWorker(attempt) };
  const stopped = stoppedAtRedirect(attempt);
  if (stopped !== null) return { attempt, replayed, ...stopped, rank: 1, needs: [] };
  const { verdict, missing } = replayed;
  if (verdict.type === "network error" && missing === null) {
    const lacks = lacksOrigin(attempt, verdict.reason, replayed);
    if (lacks !== null) return { attempt, replayed, causes: [], reason: verdict.reason, rank: 1, needs: [lacks] };
    return {
      attempt,
      replayed,
      causes: causesOfRefusal(attempt, replayed),
      reason: verdict.reason,
      rank: 0,
      needs: [],
    };
  }
  if (missing !== null)
    return { attempt, replayed, ...unansweredCall(attempt, replayed, missing.isPreflight), rank: 1 };
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

/** What the recording itself calls a failure that is none of CORS. */
function failedBeforeCors(attempt: Attempt): Told | null {
  for (const observation of attempt.hops.flatMap(({ preflight, actual }) => [preflight, actual])) {
    if (observation === null) continue;
    const { failure, answer, request } = observation;
    if (failure !== null && !/net::ERR_FAILED\b/.test(failure)) {
      const told = readFailure(failure);
      if (told !== null && (answer === null || !told.causes.includes("not-cors"))) return told;
    }
    // Asked just now: what the network said is the failure; a guard of ours that did not ask tells nothing.
    if (answer === null && observation.place === "live" && failure !== null)
      return /--allow-private/.test(failure)
        ? { causes: [], reason: "not-asked" }
        : { causes: ["not-cors"], reason: "network" };
    if (answer === null) {
      const kept = keptIn(request.url, attempt);
      if (kept !== null) return kept;
    }
  }
  return null;
}

/** What a page's browser does not let out: http from https, and what the page's own policy does not name. */
function keptIn(url: string, { pageOrigin, policies }: Attempt): Told | null {
  if (pageOrigin === null || !/^https?:/i.test(url)) return null;
  if (pageOrigin.startsWith("https:") && url.startsWith("http:") && !isLocalHost(url))
    return { causes: ["not-cors"], reason: "mixed-content" };
  const isBlocked = policies.length > 0 && policies.every((policy) => !allowsConnection(policy, url, pageOrigin));
  return isBlocked ? { causes: ["not-cors"], reason: "content-security-policy" } : null;
}

/**
 * A redirect that the browser was given and did not follow: its answer passed, and what kept the browser from going on is the
 * call itself (`redirect: "error"`), the page's policy, or credentials that the answer does not allow.
 */
function stoppedAtRedirect(given: Attempt): Told | null {
  const isRefused = isUnsent(given);
  const attempt = isRefused ? { ...given, hops: given.hops.slice(0, -1) } : given;
  const last = attempt.hops.at(-1)?.actual ?? null;
  if (last === null || last.engine === null || attempt.credentials !== null) return null;
  const target = redirectTarget(last);
  if (target === null || !/^https?:/i.test(target)) return null;
  const { verdict, missing } = replayAttempt(attempt, last.engine, "same-origin");
  if (verdict.type === "network error" && missing === null) return null;
  const kept = keptIn(target, attempt);
  if (kept !== null) return kept;
  if (missing === null || missing.hop !== attempt.hops.length) return null;
  const withCredentials = replayAttempt(attempt, last.engine, "include");
  const refuses = isDefinite(withCredentials, attempt);
  if (isRefused || containsHeader(last.request.headers, "cookie")) return refuses ? refusalOf(withCredentials) : null;
  // Firefox has an entry for where a refused redirect leads, and none where the call itself does not follow.
  if (refuses && last.engine !== "firefox")
    return { causes: ["wildcard-with-credentials", "not-cors"], reason: "unknown" };
  return { causes: ["not-cors"], reason: "redirect-mode-error" };
}

function refusalOf({ verdict }: Replayed): Told {
  return { causes: ["wildcard-with-credentials"], reason: "reason" in verdict ? verdict.reason : "unknown" };
}

/** Firefox's entry for where a redirect leads that it refused: without an Origin, and without an answer. */
function isUnsent({ engine, hops }: Attempt): boolean {
  const last = hops.at(-1)?.actual ?? null;
  if (engine !== "firefox" || hops.length < 2 || last === null || last.answer !== null) return false;
  return !containsHeader(last.request.headers, "origin");
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

/** An answer that a service worker gave: its own request was the one that CORS was about. */
function isWorkers({ hops }: Attempt): boolean {
  const last = hops.at(-1)?.actual ?? null;
  return last?.from === "service-worker" && last.answer !== null;
}

function ofWorker({ hops }: Attempt): Told & Pick<Diagnosis, "rank"> {
  const status = hops.at(-1)?.actual?.answer?.status ?? 0;
  return status >= 400
    ? { causes: ["not-cors"], reason: "error-status", rank: 3 }
    : { causes: [], reason: "allowed", rank: 4 };
}

/** Cookies or Authorization; an archive leaves them out, and the preflight that asked for the latter is in it. */
function hasCredentials({ preflight, actual }: Hop): boolean {
  const sent = actual?.request.headers ?? [];
  const asked = getHeader(preflight?.request.headers ?? [], "access-control-request-headers") ?? "";
  return containsHeader(sent, "cookie") || containsHeader(sent, "authorization") || /\bauthorization\b/i.test(asked);
}

/** The page got its answer: what is it then that it lacks? */
function allowed(attempt: Attempt, { verdict, credentials }: Replayed): Told & Pick<Diagnosis, "rank"> {
  const last = attempt.hops.at(-1)?.actual;
  const answer = last?.answer;
  if (verdict.type !== "allowed" || last == null || answer == null) return { causes: [], reason: "allowed", rank: 4 };
  if (verdict.response.type === "opaque") return { causes: [], reason: "opaque", rank: 4 };
  if (last.failure !== null && !/ERR_FAILED/.test(last.failure))
    return { causes: ["not-cors"], reason: "network", rank: 2 };
  const isUnknownUser = answer.status === 401 || answer.status === 403;
  if (isUnknownUser && !attempt.hops.some(hasCredentials)) {
    return { causes: ["cookie-not-sent"], reason: "error-status", rank: 2 };
  }
  if (answer.status >= 400) return { causes: ["not-cors"], reason: "error-status", rank: isUnknownUser ? 2 : 3 };
  if (loginPage(attempt) !== null && endsAtPage(attempt) && !attempt.hops.some(hasCredentials))
    return { causes: ["cookie-not-sent"], reason: "login-page", rank: 2 };
  const asWithCredentials =
    credentials === "include" || getHeader(answer.headers, "access-control-allow-credentials") === "true";
  const hidden = hiddenHeaders(answer.headers, asWithCredentials);
  if (hidden.length > 0) return { causes: ["header-not-exposed"], reason: "header-not-exposed", rank: 3 };
  return { causes: [], reason: "allowed", rank: 4 };
}
