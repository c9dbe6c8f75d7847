import { getHeaderValues, type HttpResponse, isResponse, varyMembers } from "@crosscheck/cors/http";
import type { Evidence, ProbeKind } from "./evidence.ts";

/** Whether CORS is on at all, and what was sent. */
export interface CorsStatus {
  /** A CORS header was sent, or the answer varies on `Origin`: then it is on for origins that the site lists. */
  readonly enabled: boolean;
  /** Whether any answer had `Access-Control-Allow-Origin`. False beside `enabled` is a list nobody asked is on. */
  readonly allowsSomebody: boolean;
  /** Lower-case names, every value that was sent, in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

const names = [
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-expose-headers",
  "access-control-allow-methods",
  "access-control-allow-headers",
  "access-control-max-age",
  "access-control-allow-private-network",
];

/** Where to look for a header first: an answer to another site's page says more than one to nobody. */
const kinds: readonly ProbeKind[] = [
  "random-origin",
  "own-origin",
  "null-origin",
  "prefix-match",
  "baseline",
  "preflight",
];

export function corsStatus(evidence: Evidence): CorsStatus {
  const answers: HttpResponse[] = kinds.flatMap((kind) =>
    evidence.probes
      .filter((probe) => probe.kind === kind && probe.exchange.request.url === evidence.url)
      .map(({ exchange }) => exchange.response)
      .filter(isResponse),
  );
  const headers: Record<string, readonly string[]> = {};
  for (const name of names) {
    const values = answers.map((answer) => getHeaderValues(answer.headers, name)).find((found) => found.length > 0);
    if (values !== undefined) headers[name] = values;
  }
  const varying = answers.find(({ headers: list }) => namesOrigin(getHeaderValues(list, "vary")));
  const sent = Object.keys(headers).length > 0;
  if (varying !== undefined) headers.vary = getHeaderValues(varying.headers, "vary");
  return {
    enabled: sent || varying !== undefined,
    allowsSomebody: headers["access-control-allow-origin"] !== undefined,
    headers,
  };
}

/** `Vary: *` says nothing about origins. */
function namesOrigin(vary: readonly string[]): boolean {
  return varyMembers(vary).some((member) => member.toLowerCase() === "origin");
}
