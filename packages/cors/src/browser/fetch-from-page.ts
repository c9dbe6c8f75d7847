import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import { parseUrl } from "../http/parse-url.ts";
import { parseSerializedOrigin } from "../http/serialized-origin.ts";
import { consoleMessages } from "./console-messages.ts";
import { type Engine, type Profile, profileOf } from "./departures.ts";
import type { FetchParams, FetchTrace, RegistrableDomain } from "./fetch-params.ts";
import { filteredResponse } from "./filtered-response.ts";
import { type AddressSpace, isLocalNetworkRequest } from "./local-network-access.ts";
import { mainFetch } from "./main-fetch.ts";
import { newRequest } from "./new-request.ts";
import type { Page, PageRequest } from "./page-request.ts";
import type { CachedResponse, PreflightCacheEntry, Verdict } from "./verdict.ts";

/** The browser around the page. */
export interface Environment {
  /** Default: the standard. */
  readonly engine?: Engine;
  /** Milliseconds since the epoch, for the preflight cache. Default 0: nothing in it has expired. */
  readonly now?: number;
  /** The CORS-preflight cache. It belongs to the caller: a verdict only says what would change in it. Default: empty. */
  readonly preflightCache?: readonly PreflightCacheEntry[];
  /** The value of `Cookie` for a URL, or null. Asked only when credentials are included. Default: no cookies. */
  readonly cookies?: (url: string) => string | null;
  /** What a user does who is asked for a password (status 401). Default: that is not modelled. */
  readonly prompts?: "cancelled";
  /**
   * The registrable domain of a host name by the public suffix list, which this package does not carry; null for a public
   * suffix itself. It decides `Cross-Origin-Resource-Policy: same-site`. Default: where only it could tell, not modelled.
   */
  readonly registrableDomain?: RegistrableDomain;
  /** What is fresh in the HTTP cache for this page. A response stored for another page answers it, unless `Vary: Origin`. */
  readonly httpCache?: readonly CachedResponse[];
  /** The address space of a URL's host; null where it is not known. It adds notes to a verdict, and never changes it. */
  readonly addressSpace?: (url: string) => AddressSpace | null;
}

/**
 * What a page gets from `fetch(url, init)`: a generator that yields every HTTP request a browser would put on the wire,
 * preflights included, is resumed with what came back, and returns the verdict. It does no I/O.
 *
 * A step of the standard that is not modelled ends in the verdict "not modelled", never in "allowed".
 *
 * @throws TypeError if `page.origin` is not what a browser serializes an origin to, or if there is no such engine
 *
 * https://fetch.spec.whatwg.org/#dom-global-fetch
 */
export function fetchFromPage(
  page: Page,
  pageRequest: PageRequest,
  environment: Environment = {},
): Generator<HttpRequest, Verdict, NetworkAnswer> {
  return fetchAs(profileOf(environment.engine ?? "standard"), page, pageRequest, environment);
}

/** `fetchFromPage`, in an engine of this profile. */
export function* fetchAs(
  profile: Profile,
  page: Page,
  pageRequest: PageRequest,
  environment: Omit<Environment, "engine">,
): Generator<HttpRequest, Verdict, NetworkAnswer> {
  const { engine } = profile;
  const trace: FetchTrace = { exchanges: [], preflights: [], origins: [], preflightCacheChanges: [], notes: [] };
  if (!isOrigin(page.origin)) throw new TypeError(notAnOrigin(page.origin));

  const request = newRequest(page, pageRequest, profile);
  if ("type" in request) return { ...request, engine, ...trace };

  const {
    now = 0,
    preflightCache = [],
    cookies = noCookies,
    prompts,
    registrableDomain = null,
    httpCache = null,
    addressSpace,
  } = environment;
  const promptsAreCancelled = prompts === "cancelled";
  const localNetwork =
    addressSpace === undefined
      ? null
      : (url: string) => localNetworkOf(page.addressSpace ?? "public", addressSpace(url));
  const params: FetchParams = {
    request,
    now,
    cookies,
    promptsAreCancelled,
    registrableDomain,
    httpCache,
    localNetwork,
    preflightCache,
    trace,
  };
  const outcome = yield* mainFetch(params);
  if (outcome.type === "not modelled") return { ...outcome, engine, ...trace };
  if (outcome.type === "network error") {
    const messages = consoleMessages(pageRequest.entryPoint ?? "fetch", request, outcome, trace.exchanges);
    return { ...outcome, messages, engine, ...trace };
  }
  const timingAllowPassed = !request.timingAllowFailed;
  return { type: "allowed", response: filteredResponse(request, outcome), timingAllowPassed, engine, ...trace };
}

function localNetworkOf(page: AddressSpace, target: AddressSpace | null): AddressSpace | null {
  return target !== null && isLocalNetworkRequest(page, target) ? target : null;
}

function noCookies(): null {
  return null;
}

/** Of other schemes than http and https, only what has the shape of a tuple origin. */
function isOrigin(origin: string): boolean {
  if (origin === "null" || parseSerializedOrigin(origin) !== null) return true;
  // Hosts that the strict parser does not know, but browsers do: a trailing dot, `!`, `~` …
  return parseUrl(origin)?.origin === origin;
}

function notAnOrigin(origin: string): string {
  const received = `page.origin: ${JSON.stringify(origin)} is not an origin as a browser serializes it.`;
  const suggestion = parseUrl(origin)?.origin ?? "null";
  return suggestion === "null"
    ? `${received} Write scheme, host and port, such as "https://app.example.com", or "null" for an opaque origin.`
    : `${received} Write ${JSON.stringify(suggestion)}.`;
}
