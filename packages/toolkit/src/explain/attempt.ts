import type { BrowserEngine } from "@crosscheck/cors/browser";
import { getHeader } from "@crosscheck/cors/http";
import type { Observation } from "./observation.ts";
import { isSameOrigin } from "./origin-of.ts";

/** What a page's call became: page → preflight → redirect → request. */
export interface Attempt {
  readonly pageOrigin: string | null;
  readonly engine: BrowserEngine | null;
  readonly hops: readonly Hop[];
  /** Null where nothing tells. */
  readonly credentials: "omit" | "same-origin" | "include" | null;
  /** An earlier answer to the same URL that was asked for without `Origin`, or by another page, and that a cache may keep. */
  readonly earlier: Observation | null;
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
    hopsByUrl.set(url, [...(hopsByUrl.get(url) ?? []), hop]);
    const target = redirectTarget(observation);
    if (target !== null) waiting.set(target, [...(waiting.get(target) ?? []), chain]);
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
  const order = new Map(observations.map((observation, index) => [observation, index]));
  return chains.map((hops) => attemptOf(hops, observations, order));

  function newChain(): OpenHop[] {
    const chain: OpenHop[] = [];
    chains.push(chain);
    return chain;
  }
}

function attemptOf(
  hops: readonly Hop[],
  observations: readonly Observation[],
  order: ReadonlyMap<Observation, number>,
): Attempt {
  const first = hops[0]?.actual ?? hops[0]?.preflight ?? null;
  const origins = hops.flatMap(({ preflight, actual }) => [preflight?.pageOrigin, actual?.pageOrigin]);
  const told = origins.find((origin) => typeof origin === "string" && origin !== "null");
  return {
    pageOrigin: told ?? first?.pageOrigin ?? null,
    engine: first?.engine ?? null,
    hops,
    credentials: null,
    earlier: first === null ? null : earlierCopy(first, observations, order.get(first) ?? 0),
  };
}

/** What a cache may have kept of this URL before it was asked for. */
function earlierCopy(
  { request }: Observation,
  observations: readonly Observation[],
  before: number,
): Observation | null {
  for (let index = before - 1; index >= 0; index--) {
    const other = observations[index];
    if (other === undefined || other.isPreflight || other.request.url !== request.url) continue;
    if (other.request.method !== "GET" || other.answer === null || other.answer.status !== 200) continue;
    return other;
  }
  return null;
}

/** Where an answer sends the browser; null for one that is no redirect. */
function redirectTarget({ request, answer }: Observation): string | null {
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
