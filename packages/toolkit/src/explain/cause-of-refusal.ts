import { containsHeader, getHeader, type HttpResponse, isResponse, variesOn } from "@crosscheck/cors/http";
import type { Attempt } from "./attempt.ts";
import { isCachedCopy } from "./cached-copy.ts";
import type { Cause } from "./cause.ts";
import type { Replayed } from "./replay-attempt.ts";

/** What a refusal by the standard comes down to, from the answer that it was of. */
export function causesOfRefusal(attempt: Attempt, { verdict }: Replayed): readonly Cause[] {
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
export function knowsCors(headers: HttpResponse["headers"]): boolean {
  return variesOn(headers, "origin") || headers.some(([name]) => /^access-control-/i.test(name));
}
