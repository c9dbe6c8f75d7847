import { containsHeader, getHeader, isCorsSafelistedMethod } from "@crosscheck/cors/http";
import type { Attempt, Hop } from "./attempt.ts";
import { isStale } from "./cached-copy.ts";
import { type Cause, sortCauses, type Told } from "./cause.ts";
import type { Need } from "./explanation.ts";
import { isLocalHost } from "./local-host.ts";
import type { Observation } from "./observation.ts";
import { pageRequestOf, type Replayed } from "./replay-attempt.ts";

/** The call failed, and its answer is not in the recording. */
export function unansweredCall(
  attempt: Attempt,
  { verdict }: Replayed,
  isPreflight: boolean,
): Told & { readonly needs: readonly Need[] } {
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
    observation.from === "network" &&
    observation.failure !== null &&
    last?.preflight === null &&
    !containsHeader(observation.request.headers, "origin") &&
    isLocalHost(observation.request.url)
  ) {
    return { causes: ["local-network-access"], reason: "lna-permission", needs: [] };
  }
  // Both show the answer when it is CORS that refuses it.
  if (engine === "firefox" || (engine === "chromium" && saysWhatFailed(observation))) {
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
    "works-outside-browsers",
    "not-cors",
  ];
  if (!hops.slice(0, -1).some(forbidsCredentials)) left.push("wildcard-with-credentials");
  if (method === "GET") left.push("cached-without-vary");
  if (preflights) left.push("preflight-needs-login", "preflight-redirected", "preflight-not-handled");
  if (preflights && !isCorsSafelistedMethod(method)) left.push("method-not-allowed");
  if (verdict.preflights.some(({ because }) => because.some(({ cause }) => cause === "header")))
    left.push("header-not-allowed");
  // WebKit's archive has a preflighted call as one entry, whatever it was redirected to.
  if (preflights && engine === "webkit") left.push("redirected-to-null");
  return { causes: sortCauses(left), reason: "unknown", needs: ["message", "response"] };
}

/** It left, and nothing came; `net::ERR_FAILED` alone is what other exporters (Playwright's) write where CORS refused, too. */
function saysWhatFailed({ request, failure }: Observation): boolean {
  return containsHeader(request.headers, "origin") && failure?.includes("net::ERR_FAILED") !== true;
}

/** A redirect that was followed, and would not have been with credentials. */
function forbidsCredentials({ actual }: Hop): boolean {
  const headers = actual?.answer?.headers ?? [];
  return actual?.answer != null && getHeader(headers, "access-control-allow-credentials") !== "true";
}
