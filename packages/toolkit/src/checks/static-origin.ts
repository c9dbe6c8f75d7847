import { corsCheck } from "@crosscheck/cors/browser";
import { getHeader, isResponse, parseSerializedOrigin } from "@crosscheck/cors/http";
import type { Evidence, Probe } from "./evidence.ts";
import { probesOf } from "./page-access.ts";
import { isRedirectStatus } from "./redirect-status.ts";

/** An origin that the site names although another asked. */
export interface StaticOrigin {
  readonly origin: string;
  readonly credentialed: boolean;
  readonly probe: Probe;
}

/** The origins that answers name and that did not ask: they stand in the configuration. */
export function staticOrigins(evidence: Evidence): readonly StaticOrigin[] {
  const found = new Map<string, StaticOrigin>();
  for (const probe of probesOf(
    evidence,
    "baseline",
    "random-origin",
    "second-random-origin",
    "null-origin",
    "own-origin",
  )) {
    const { response } = probe.exchange;
    // A redirect's own headers are nobody's to read.
    if (!isResponse(response) || isRedirectStatus(response.status)) continue;
    const origin = getHeader(response.headers, "access-control-allow-origin");
    if (origin === null || origin === probe.origin || parseSerializedOrigin(origin) === null) continue;
    const credentialed = corsCheck(origin, "include", response.headers).ok;
    if (found.get(origin)?.credentialed !== true) found.set(origin, { origin, credentialed, probe });
  }
  return [...found.values()];
}
