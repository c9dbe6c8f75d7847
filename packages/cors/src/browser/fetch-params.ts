import type { Exchange } from "../http/exchange.ts";
import type { FetchRequest } from "./fetch-request.ts";
import type { AddressSpace } from "./local-network-access.ts";
import type { CachedResponse, Preflight, PreflightCacheChange, PreflightCacheEntry, VerdictNote } from "./verdict.ts";

/** The registrable domain of a host name (`example.co.uk`); null for an IP address, and for a public suffix itself. */
export type RegistrableDomain = (hostname: string) => string | null;

/**
 * What is passed down through one fetch: its request, what the user agent knows, and what happened so far.
 *
 * https://fetch.spec.whatwg.org/#fetch-params
 */
export interface FetchParams {
  readonly request: FetchRequest;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The `Cookie` header's value for a URL, or null. Asked only when credentials are included. */
  readonly cookies: (url: string) => string | null;
  /** Whether a user who is asked for a password answers none. */
  readonly promptsAreCancelled: boolean;
  /** By the public suffix list, which is the caller's; null where there is none. */
  readonly registrableDomain: RegistrableDomain | null;
  /** What is fresh in the HTTP cache; null where the caller keeps none. */
  readonly httpCache: readonly CachedResponse[] | null;
  /** Says when a request goes where fewer can go than the page came from; null where the caller does not know. */
  readonly localNetwork: ((url: string) => AddressSpace | null) | null;
  /** The user agent's CORS-preflight cache as this fetch sees it: changes of its own are already in it. */
  preflightCache: readonly PreflightCacheEntry[];
  readonly trace: FetchTrace;
}

/** What goes into the verdict whatever the end. */
export interface FetchTrace {
  readonly exchanges: Exchange[];
  readonly preflights: Preflight[];
  readonly origins: (string | null)[];
  readonly preflightCacheChanges: PreflightCacheChange[];
  readonly notes: VerdictNote[];
}
