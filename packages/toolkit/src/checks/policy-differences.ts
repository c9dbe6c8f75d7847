import { describeVerdict } from "@crosscheck/cors/browser";
import {
  type Exchange,
  getHeader,
  getHeaderValues,
  type HttpResponse,
  isResponse,
  varyMembers,
} from "@crosscheck/cors/http";
import type { Evidence, Probe } from "./evidence.ts";
import { type Access, exchangeAccess, isMore } from "./exchange-access.ts";
import { isRedirectStatus } from "./redirect-status.ts";

/** One question that the site and its policy answer differently. */
export interface PolicyDifference {
  readonly probe: Probe;
  /** Whether the origin was made up for the scan, so that nobody can have listed it. */
  readonly isMadeUp: boolean;
  /** The method of a preflight; null for a read. */
  readonly method: string | null;
  readonly live: Access;
  readonly intended: Access;
  /** Why a browser refuses the site's answer, in a sentence. */
  readonly why: string;
  readonly status: number;
  readonly exchange: Exchange;
}

/** Every question of a page that the site answers in another way than the policy that it is meant to have. */
function policyDifferences(evidence: Evidence): readonly PolicyDifference[] {
  const { intended, probes, url } = evidence;
  if (intended === undefined) return [];
  const own = new URL(url).origin;
  return probes.flatMap((probe, index) => {
    const { exchange, origin, kind } = probe;
    const meant = intended[index];
    if (meant === undefined || origin === null || origin === own || exchange.request.url !== url) return [];
    // A forged host is another check's; a redirect's own headers are nobody's to read.
    if (kind === "forwarded-host" || !isResponse(exchange.response) || isRedirectStatus(exchange.response.status))
      return [];
    const live = exchangeAccess(exchange);
    const should = exchangeAccess(meant);
    if (live === null || should === null || live.access === should.access) return [];
    return [
      {
        probe,
        isMadeUp:
          kind !== "listed-origin" &&
          kind !== "listed-preflight" &&
          kind !== "sibling-origin" &&
          kind !== "null-origin",
        method: getHeader(exchange.request.headers, "access-control-request-method"),
        live: live.access,
        intended: should.access,
        why: describeVerdict(live.verdict),
        status: exchange.response.status,
        exchange,
      },
    ];
  });
}

/** Where the site gives more than the policy. */
export function wider(evidence: Evidence): readonly PolicyDifference[] {
  return policyDifferences(evidence).filter(({ live, intended }) => isMore(live, intended));
}

/** Where it gives less. */
export function narrower(evidence: Evidence): readonly PolicyDifference[] {
  return policyDifferences(evidence).filter(({ live, intended }) => isMore(intended, live));
}

/** The response headers that the policy shows to a page and the site does not: where both let it read. */
export function hiddenHeaders(
  evidence: Evidence,
): { readonly names: readonly string[]; readonly exchange: Exchange } | null {
  const { intended = [], probes } = evidence;
  for (const [index, { kind, exchange }] of probes.entries()) {
    const meant = intended[index];
    if (kind !== "listed-origin" || meant === undefined) continue;
    if (!isResponse(exchange.response) || !isResponse(meant.response)) continue;
    const live = exchangeAccess(exchange)?.access ?? "nothing";
    if (live === "nothing" || live !== exchangeAccess(meant)?.access) continue;
    const shown = new Set(exposed(exchange.response).map((name) => name.toLowerCase()));
    if (shown.has("*") && live === "anonymous") continue;
    const names = exposed(meant.response).filter((name) => !shown.has(name.toLowerCase()));
    if (names.length > 0) return { names, exchange };
  }
  return null;
}

function exposed({ headers }: HttpResponse): readonly string[] {
  return varyMembers(getHeaderValues(headers, "access-control-expose-headers"));
}

export function isMissingPage(status: number): boolean {
  return status === 404 || status === 410;
}
