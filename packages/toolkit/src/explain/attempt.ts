import type { BrowserEngine } from "@crosscheck/cors/browser";
import { getHeader } from "@crosscheck/cors/http";
import type { Observation } from "./observation.ts";
import { isSameOrigin, originOf } from "./origin-of.ts";

/** What a page's call became: page → preflight → redirect → request. */
export interface Attempt {
  readonly pageOrigin: string | null;
  readonly engine: BrowserEngine | null;
  readonly hops: readonly Hop[];
  /** Null where nothing tells. */
  readonly credentials: "omit" | "same-origin" | "include" | null;
  /** An earlier answer to the same URL that was asked for without `Origin`, or by another page, and that a cache may keep. */
  readonly earlier: Observation | null;
  /** The Content-Security-Policy of each document of the page's origin that was recorded; empty for one without. */
  readonly policies: readonly string[];
}

export interface Hop {
  readonly preflight: Observation | null;
  /** Null for a request of which only its preflight was recorded. */
  readonly actual: Observation | null;
}

interface OpenHop {
  preflight: Observation | null;
  readonly actual: Observation | null;
}

/** The calls in a recording: redirects in one, each preflight with its request. */
export function attemptsOf(observations: readonly Observation[]): readonly Attempt[] {
  const chains: OpenHop[][] = [];
  /** Chains that wait for a redirect's target, by URL: the youngest last. */
  const waiting = new Map<string, OpenHop[][]>();
  const hopsByUrl = new Map<string, OpenHop[]>();
  for (const observation of observations) {
    if (observation.isPreflight) continue;
    const { url } = observation.request;
    const hop: OpenHop = { preflight: null, actual: observation };
    const chain = waiting.get(url)?.pop() ?? newChain();
    chain.push(hop);
    addTo(hopsByUrl, url, hop);
    const target = redirectTarget(observation);
    if (target !== null) addTo(waiting, target, chain);
  }
  for (const preflight of observations) {
    if (!preflight.isPreflight) continue;
    const { url, headers } = preflight.request;
    const method = getHeader(headers, "access-control-request-method");
    const candidates = hopsByUrl.get(url) ?? [];
    // An exporter may write either of the two first.
    const owner = candidates.find(
      ({ actual, preflight: known }) => known === null && (method === null || actual?.request.method === method),
    );
    if (owner === undefined) newChain().push({ preflight, actual: null });
    else owner.preflight = preflight;
  }
  const copies = storedCopies(observations);
  const policies = documentPolicies(observations);
  return chains.map((hops) => attemptOf(hops, copies, policies));

  function newChain(): OpenHop[] {
    const chain: OpenHop[] = [];
    chains.push(chain);
    return chain;
  }
}

function attemptOf(
  hops: readonly Hop[],
  copies: ReadonlyMap<Observation, Observation>,
  policies: ReadonlyMap<string, readonly string[]>,
): Attempt {
  const first = hops[0]?.actual ?? hops[0]?.preflight ?? null;
  const origins = hops.flatMap(({ preflight, actual }) => [preflight?.pageOrigin, actual?.pageOrigin]);
  const told = origins.find((origin) => typeof origin === "string" && origin !== "null");
  const pageOrigin = told ?? first?.pageOrigin ?? null;
  return {
    pageOrigin,
    engine: first?.engine ?? null,
    hops,
    credentials: null,
    earlier: first === null ? null : (copies.get(first) ?? null),
    policies: policies.get(pageOrigin ?? "") ?? [],
  };
}

/** For each request, what a cache may have kept of its URL before it was asked for. */
function storedCopies(observations: readonly Observation[]): ReadonlyMap<Observation, Observation> {
  const latest = new Map<string, Observation>();
  const copies = new Map<Observation, Observation>();
  for (const observation of observations) {
    const { request, answer, isPreflight } = observation;
    const copy = latest.get(request.url);
    if (copy !== undefined) copies.set(observation, copy);
    if (!isPreflight && request.method === "GET" && answer?.status === 200) latest.set(request.url, observation);
  }
  return copies;
}

/** By origin: which documents a call may be of is not told, so each of them counts. */
function documentPolicies(observations: readonly Observation[]): ReadonlyMap<string, readonly string[]> {
  const policies = new Map<string, string[]>();
  for (const { request, answer, isPreflight } of observations) {
    if (answer === null || isPreflight || answer.status >= 300 || getHeader(request.headers, "origin") !== null)
      continue;
    if (!/^text\/html|\+xml/i.test(getHeader(answer.headers, "content-type") ?? "")) continue;
    const origin = originOf(request.url);
    if (origin !== null) addTo(policies, origin, getHeader(answer.headers, "content-security-policy") ?? "");
  }
  return policies;
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Where an answer sends the browser; null for one that is no redirect. */
export function redirectTarget({ request, answer }: Observation): string | null {
  if (answer === null || ![301, 302, 303, 307, 308].includes(answer.status)) return null;
  const location = getHeader(answer.headers, "location");
  if (location === null || !URL.canParse(location, request.url)) return null;
  return new URL(location, request.url).href.replace(/#.*$/s, "");
}

/** Whether it is a page's own call, as far as is told: neither a navigation nor what needs no CORS. */
export function isPageCall({ hops, pageOrigin }: Attempt): boolean {
  return hops.some(({ preflight, actual }) => {
    if (preflight !== null) return true;
    if (actual === null) return false;
    const { request, kind } = actual;
    const mode = getHeader(request.headers, "sec-fetch-mode");
    if (kind === "curl" || kind === "pasted") return true;
    if (kind === "document" || mode === "navigate" || mode === "websocket") return false;
    const origin = getHeader(request.headers, "origin");
    if (origin === null && mode === "no-cors") return false;
    const isCall = kind === "fetch" || kind === "xhr" || kind === "eventsource" || mode === "cors" || origin !== null;
    // Without a word on what made it, all but what pages load for show.
    if (
      !isCall &&
      /^(?:image|script|stylesheet|font|media|manifest|other|ping|websocket|texttrack|prefetch)$/.test(kind)
    )
      return false;
    if (!isCall && /text\/html|image\/|text\/css/.test(getHeader(request.headers, "accept") ?? "")) return false;
    return pageOrigin === null || !isSameOrigin(request.url, pageOrigin);
  });
}
