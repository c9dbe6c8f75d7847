import { isResponse } from "@crosscheck/cors/http";
import type { ScanOutcome } from "crosscheck/scan/scan";
import type { OutcomeClass } from "../store/outcome-class.ts";
import { isBotWall } from "./bot-wall.ts";

const byFailure: Readonly<Record<string, OutcomeClass>> = {
  "not-a-url": "not-scannable",
  "url-not-allowed": "not-scannable",
  "request-not-sendable": "not-scannable",
  "too-many-requests": "not-scannable",
  "address-not-allowed": "private-address",
  "name-not-found": "no-such-name",
  "name-lookup-failed": "name-server-failure",
  refused: "refused",
  unreachable: "unreachable",
  reset: "reset",
  timeout: "timeout",
  tls: "tls",
  certificate: "tls",
  "not-http": "not-http",
  "headers-too-large": "not-http",
  "too-many-redirects": "http-error",
  "redirect-not-usable": "http-error",
};

export interface Classified {
  readonly class: OutcomeClass;
  readonly status: number | null;
  readonly again: boolean;
}

/** What became of a target. */
export function classify({ failure, evidence, shown }: ScanOutcome): Classified {
  if (failure !== null) {
    const found = byFailure[failure.code] ?? "not-scannable";
    const again = found === "timeout" || found === "reset" || found === "name-server-failure";
    return { class: found, status: null, again };
  }
  if (shown === null) return { class: "not-scannable", status: null, again: false };
  const { status } = shown.response;
  const again = evidence?.probes.some(({ exchange: { response } }) => !isResponse(response)) ?? false;
  if (isBotWall(shown.response)) return { class: "bot-wall", status, again };
  return { class: status >= 400 ? "http-error" : "answered", status, again };
}
