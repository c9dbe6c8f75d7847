import { applyPreflightCacheChanges } from "../browser/cors-preflight-cache.ts";
import { fetchFromPage } from "../browser/fetch-from-page.ts";
import { isRedirectStatus } from "../browser/location-url.ts";
import type { PageRequest, ReferrerPolicy } from "../browser/page-request.ts";
import { parseReferrerPolicy } from "../browser/parse-referrer-policy.ts";
import type { FilteredResponse, Verdict } from "../browser/verdict.ts";
import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import { containsHeader, type HeaderList } from "../http/header-list.ts";
import { registrableDomain } from "../policy/registrable-domain.ts";
import { completeRequest } from "./complete-request.ts";
import type { CorsError } from "./cors-error.ts";
import { errorOf, localError } from "./error-of.ts";
import type { StoredResponse } from "./http-cache.ts";
import { type PageBrowser, type PageCall, referrerSource, siteUrl } from "./page-browser.ts";
import { requestReferrer } from "./request-referrer.ts";
import type { WireRequest, WireResponse } from "./transport.ts";

/** What came back for a request: a response, or what a transport threw. */
export type Answer = { readonly response: WireResponse } | { readonly why: string; readonly cause: unknown };

/** The end of a fetch that did not fail. */
export interface PageAnswer {
  readonly filtered: FilteredResponse;
  /** The response behind it; its body is one of the two. */
  readonly wire: WireResponse;
  /** The body of a response that came from the HTTP cache, whole. */
  readonly cached: Uint8Array | null;
  /** Keeps the response, once its body is there. Null where it is not to be kept. */
  readonly keep: ((bytes: Uint8Array) => void) | null;
}

/**
 * One fetch of a page: says which request to send next, and is told what came back. Who drives it may wait, or block.
 */
export class PageFetch {
  readonly #browser: PageBrowser;
  readonly #call: PageCall;
  readonly #fetching: Generator<HttpRequest, Verdict, NetworkAnswer>;
  readonly #urls: URL[] = [];
  #referrerPolicy: ReferrerPolicy;
  /** Cut down at each hop, and never made whole again. */
  #referrer: URL | null;
  /** Whether the model asked for cookies for the request that it is about to yield: then credentials are included. */
  #asked = false;
  #includesCredentials = false;
  #request: HttpRequest | null = null;
  #stored: StoredResponse | null = null;
  #answer: Omit<PageAnswer, "filtered"> | null = null;
  #failure: unknown;

  /** What to send next; null when the fetch is over. */
  next: Omit<WireRequest, "signal"> | null = null;
  /** What the page gets, once it is over. */
  end: PageAnswer | CorsError | null = null;

  constructor(browser: PageBrowser, call: PageCall) {
    this.#browser = browser;
    this.#call = call;
    this.#referrerPolicy = call.referrerPolicy === "" ? browser.referrerPolicy : call.referrerPolicy;
    this.#referrer = referrerSource(browser, call);
    const request: PageRequest = {
      url: call.url,
      method: call.method,
      headers: call.headers,
      mode: call.mode,
      credentials: call.credentials,
      redirect: call.redirect,
      referrerPolicy: this.#referrerPolicy,
      hasBody: call.body !== null,
      streamBody: call.body instanceof ReadableStream,
      cache: call.cache,
      keepalive: call.keepalive,
      entryPoint: call.entryPoint,
      uploadListener: call.uploadListener,
    };
    this.#fetching = fetchFromPage({ origin: browser.origin }, request, {
      engine: browser.engine,
      now: Date.now(),
      preflightCache: browser.preflightCache,
      prompts: "cancelled",
      registrableDomain,
      cookies: (url) => this.#cookies(url),
    });
    this.#advance(this.#fetching.next());
  }

  /** @param answer to the request that was `next` */
  answer(answer: Answer): void {
    const request = this.#request;
    const sent = this.next;
    if (request === null || sent === null) return;
    const given = "response" in answer ? checked(answer.response) : answer;
    if ("why" in given) {
      this.#failure = given.cause;
      this.#advance(this.#fetching.next({ kind: "failed", why: given.why }));
      return;
    }
    const { response } = given;
    if (isCorsPreflight(request)) {
      this.#advance(this.#fetching.next({ status: response.status, headers: response.headers }));
      return;
    }
    const now = Date.now();
    if (this.#includesCredentials) {
      this.#browser.cookies.store(new URL(request.url), response.headers, siteUrl(this.#browser), now);
    }
    const stored = this.#stored;
    if (stored !== null && response.status === 304) {
      this.#browser.httpCache.freshen(stored, response.headers, now);
      this.#answerFrom(stored);
      return;
    }
    const { status, statusText = "", headers } = response;
    const isRedirect = isRedirectStatus(status);
    const isKept =
      request.method === "GET" && (status === 200 || isRedirect) && this.#cacheMode(request) !== "no-store";
    const keep = (bytes: Uint8Array): void =>
      this.#browser.httpCache.store(request.url, sent.headers, { status, statusText, headers, bytes }, now);
    // Of a redirect nobody reads the body.
    if (isKept && isRedirect) keep(new Uint8Array());
    this.#respond({ wire: response, cached: null, keep: isKept && !isRedirect ? keep : null });
  }

  #respond(answer: Omit<PageAnswer, "filtered">): void {
    const { status, headers } = answer.wire;
    this.#answer = answer;
    if (isRedirectStatus(status)) this.#referrerPolicy = parseReferrerPolicy(headers) ?? this.#referrerPolicy;
    this.#advance(this.#fetching.next({ status, headers }));
  }

  #answerFrom({ status, statusText, headers, bytes }: StoredResponse): void {
    this.#respond({ wire: { status, statusText, headers }, cached: bytes, keep: null });
  }

  #advance(result: IteratorResult<HttpRequest, Verdict>): void {
    this.#stored = null;
    if (result.done === true) {
      this.#request = null;
      this.next = null;
      this.end = this.#ended(result.value);
      return;
    }
    const request = result.value;
    const isPreflight = isCorsPreflight(request);
    const url = new URL(request.url);
    if (!isPreflight) this.#urls.push(url);
    this.#request = request;
    this.#includesCredentials = this.#asked;
    this.#asked = false;
    // https://fetch.spec.whatwg.org/#concept-main-fetch, step 9
    const referrer = requestReferrer(this.#referrer, url, this.#referrerPolicy);
    this.#referrer = referrer === null ? null : new URL(referrer);
    const urls = isPreflight ? [...this.#urls, url] : this.#urls;
    const headers = completeRequest(this.#browser, this.#call, request, urls, referrer, isPreflight);
    const body = isPreflight || request.method === "GET" || request.method === "HEAD" ? null : this.#call.body;
    this.next = { method: request.method, url: request.url, headers, body };
    if (!isPreflight && request.method === "GET") this.#askCache(request, headers);
  }

  /** https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, steps 8.25 and 10 */
  #askCache(request: HttpRequest, headers: HeaderList): void {
    const mode = this.#cacheMode(request);
    if (mode === "no-store" || mode === "reload") return;
    const { httpCache } = this.#browser;
    const stored = httpCache.find(request.url, headers);
    if (stored === null) {
      if (mode !== "only-if-cached") return;
      this.next = null;
      this.#request = null;
      this.end = localError("not-cached", { url: request.url });
      return;
    }
    const isFresh = stored.freshUntil > Date.now();
    if (mode === "force-cache" || mode === "only-if-cached" || (mode === "default" && isFresh)) {
      this.#answerFrom(stored);
      return;
    }
    const validators = httpCache.validators(stored);
    if (validators.length === 0 || this.next === null) return;
    this.#stored = stored;
    this.next = { ...this.next, headers: [...headers, ...validators] };
  }

  /** A request that is made conditional by its author passes the cache by. */
  #cacheMode(request: HttpRequest): PageCall["cache"] {
    const { cache } = this.#call;
    return cache === "default" && conditions.some((name) => containsHeader(request.headers, name)) ? "no-store" : cache;
  }

  #cookies(url: string): string | null {
    this.#asked = true;
    return this.#browser.cookies.header(new URL(url), siteUrl(this.#browser), Date.now());
  }

  #ended(verdict: Verdict): PageAnswer | CorsError {
    const { preflightCacheChanges } = verdict;
    this.#browser.preflightCache = applyPreflightCacheChanges(this.#browser.preflightCache, preflightCacheChanges);
    if (verdict.type !== "allowed") return errorOf(verdict, this.#failure);
    const nothing = { wire: { status: 0, headers: [] }, cached: null, keep: null };
    return { filtered: verdict.response, ...(this.#answer ?? nothing) };
  }
}

/** https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, step 8.15 */
const conditions: readonly string[] = [
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "if-match",
  "if-range",
];

/** No script can set this header. */
function isCorsPreflight({ method, headers }: HttpRequest): boolean {
  return method === "OPTIONS" && containsHeader(headers, "access-control-request-method");
}

/** A transport is anybody's code: what it gives is looked at before anything relies on it. */
function checked(response: WireResponse): Answer {
  const isResponse =
    typeof response === "object" &&
    response !== null &&
    typeof response.status === "number" &&
    Array.isArray(response.headers) &&
    (response.headers as HeaderList).every(
      (header) => Array.isArray(header) && typeof header[0] === "string" && typeof header[1] === "string",
    );
  if (isResponse) return { response };
  return { why: "the transport gave no { status, headers: [name, value][] }", cause: response };
}
