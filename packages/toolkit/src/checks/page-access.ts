import { judge, type Verdict } from "@crosscheck/cors/browser";
import type { Evidence, Probe, ProbeKind } from "./evidence.ts";
import { replay } from "./replay.ts";

/**
 * What a page at a probe's origin gets of the answer: with the visitor's credentials, without them because the site
 * names the page's origin, without them as any page does (`*`), or nothing.
 */
export type PageAccess = "credentialed" | "anonymous" | "wildcard" | "none";

const ranks: Readonly<Record<PageAccess, number>> = { none: 0, wildcard: 0, anonymous: 1, credentialed: 2 };

/** The browser's verdict on a page at the probe's origin that asks what the probe asked. */
export function judgeProbe(evidence: Evidence, probe: Probe, credentials: "include" | "omit"): Verdict {
  const { request } = probe.exchange;
  return judge({
    page: { origin: probe.origin ?? "null" },
    request: { url: request.url, credentials, ...(probe.kind === "preflight" ? preflightedRequest : {}) },
    // Its own answer first: the same question may have been asked twice, and answered in two ways.
    responder: replay([probe.exchange, ...evidence.probes.map(({ exchange }) => exchange)]),
  });
}

/** What a page asks for so that its browser sends the preflight of the plan. */
export const preflightedRequest = {
  method: "PUT",
  headers: { "Content-Type": "application/json" },
} as const;

export function pageAccess(evidence: Evidence, probe: Probe): PageAccess {
  const withCredentials = judgeProbe(evidence, probe, "include");
  if (isShared(withCredentials)) return "credentialed";
  if (!isShared(judgeProbe(evidence, probe, "omit"))) return "none";
  const wildcard = withCredentials.type === "network error" && withCredentials.reason === "acao-star-with-credentials";
  return wildcard ? "wildcard" : "anonymous";
}

/** The least of what pages at several origins get by being named: what is confirmed. Nothing when there is no page. */
export function confirmedAccess(evidence: Evidence, probes: readonly Probe[]): PageAccess {
  const all = probes.map((probe) => pageAccess(evidence, probe));
  return all.reduce<PageAccess>((least, next) => (ranks[next] < ranks[least] ? next : least), all[0] ?? "none");
}

export function isMoreAccess(access: PageAccess, than: PageAccess): boolean {
  return ranks[access] > ranks[than];
}

/** The probes of some kinds that asked the judged URL itself. */
export function probesOf(evidence: Evidence, ...kinds: readonly ProbeKind[]): Probe[] {
  return evidence.probes.filter(({ kind, exchange }) => kinds.includes(kind) && exchange.request.url === evidence.url);
}

/** Whether a page of another origin sees the response. Of an opaque one it sees nothing. */
function isShared(verdict: Verdict): boolean {
  return verdict.type === "allowed" && verdict.response.type === "cors";
}
