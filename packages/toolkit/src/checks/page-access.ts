import { judge, type Verdict } from "@crosscheck/cors/browser";
import type { Exchange, Responder } from "@crosscheck/cors/http";
import type { Evidence, Probe, ProbeKind } from "./evidence.ts";
import { isLoopbackHost } from "./loopback-host.ts";
import { questionKey, replay } from "./replay.ts";

/**
 * What a page at a probe's origin gets of the answer: with the visitor's credentials, without them because the site
 * names the page's origin, without them as any page does (`*`), or nothing.
 */
export type PageAccess = "credentialed" | "anonymous" | "wildcard" | "none";

const ranks: Readonly<Record<PageAccess, number>> = { none: 0, wildcard: 0, anonymous: 1, credentialed: 2 };

/**
 * The browser's verdict on a page at the probe's origin that asks what the probe asked. Where mixed content keeps the two
 * apart, it is the verdict on the same answer over https: `isMixedContent` tells.
 */
export function judgeProbe(evidence: Evidence, probe: Probe, credentials: "include" | "omit"): Verdict {
  const known = judged(evidence);
  const verdicts = known.verdicts.get(probe) ?? {};
  const verdict = verdicts[credentials] ?? judgeAnew(known, probe, credentials);
  known.verdicts.set(probe, { ...verdicts, [credentials]: verdict });
  return verdict;
}

function judgeAnew({ recorded, overHttps: secured }: Judged, probe: Probe, credentials: "include" | "omit"): Verdict {
  const mixed = isMixedContent(probe);
  const own = mixed ? overHttps(probe.exchange) : probe.exchange;
  // Its own answer first: the same question may have been asked twice, and answered in two ways.
  const responder = mixed ? secured : recorded;
  const key = questionKey(own.request);
  return judge({
    page: { origin: probe.origin ?? "null" },
    request: {
      url: own.request.url,
      credentials,
      ...(probe.kind === "preflight" ? preflightedRequest : { method: probe.exchange.request.method }),
    },
    responder: (request) => (questionKey(request) === key ? own.response : responder(request)),
  });
}

/** What is the same for all probes of one evidence, and what was judged before: many checks ask for the same. */
interface Judged {
  readonly recorded: Responder;
  readonly overHttps: Responder;
  readonly verdicts: Map<Probe, { readonly include?: Verdict; readonly omit?: Verdict }>;
}

const known = new WeakMap<Evidence, Judged>();

function judged(evidence: Evidence): Judged {
  const before = known.get(evidence);
  if (before !== undefined) return before;
  const exchanges = evidence.probes.map(({ exchange }) => exchange);
  const now: Judged = {
    recorded: replay(exchanges),
    overHttps: replay(exchanges.map(overHttps)),
    verdicts: new Map(),
  };
  known.set(evidence, now);
  return now;
}

/**
 * Whether a browser keeps the probe's page, on https, from asking the probe's URL, on http, unless that is loopback.
 *
 * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
 */
export function isMixedContent({ origin, exchange }: Probe): boolean {
  if (!origin?.startsWith("https:")) return false;
  const { protocol, hostname } = new URL(exchange.request.url);
  return protocol === "http:" && !isLoopbackHost(hostname);
}

/** The probes whose pages a browser lets through before the others. */
export function browserFirst(probes: readonly Probe[]): Probe[] {
  return probes.toSorted((left, right) => Number(isMixedContent(left)) - Number(isMixedContent(right)));
}

function overHttps({ request, response }: Exchange): Exchange {
  return { request: { ...request, url: request.url.replace(/^http:/, "https:") }, response };
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

/** Probes that together prove something, and how much. */
export interface Proof {
  readonly probes: readonly Probe[];
  readonly access: PageAccess;
}

/** What pages at names get that nobody can have listed: whatever their scheme, else those of one scheme, if there are two. */
export function anybodysAccess(evidence: Evidence): Proof {
  const all = browserFirst([...probesOf(evidence, "random-origin"), ...probesOf(evidence, "second-random-origin")]);
  const ofScheme = (scheme: string): Probe[] => all.filter(({ origin }) => origin?.startsWith(scheme));
  const [proof] = [all, ofScheme("http:"), ofScheme("https:")]
    .filter(({ length }) => length >= 2)
    .map((probes): Proof => ({ probes, access: confirmedAccess(evidence, probes) }))
    .filter(({ access }) => access !== "none");
  return proof ?? { probes: all, access: "none" };
}

/** The probes of some kinds that asked the judged URL itself. */
export function probesOf(evidence: Evidence, ...kinds: readonly ProbeKind[]): Probe[] {
  return evidence.probes.filter(({ kind, exchange }) => kinds.includes(kind) && exchange.request.url === evidence.url);
}

/** Whether a page of another origin sees the response. Of an opaque one it sees nothing. */
function isShared(verdict: Verdict): boolean {
  return verdict.type === "allowed" && verdict.response.type === "cors";
}
