import { type Engine, profileOf } from "../browser/departures.ts";
import type { ReferrerPolicy } from "../browser/page-request.ts";
import type { PreflightCacheEntry } from "../browser/verdict.ts";
import { CookieJar } from "./cookie-jar.ts";
import { optionError } from "./error-of.ts";
import { GuardedHeaders } from "./guarded-headers.ts";
import { HttpCache } from "./http-cache.ts";
import { network } from "./network.ts";
import type { PageBrowser, PageCall } from "./page-browser.ts";
import { type PageRequestClass, pageRequestClass, requestFacts } from "./page-request.ts";
import { ProgressEvent } from "./progress-event.ts";
import { runFetch } from "./run-fetch.ts";
import type { Transport } from "./transport.ts";
import { type PageXMLHttpRequestClass, pageXmlHttpRequestClass, XMLHttpRequestUpload } from "./xml-http-request.ts";

export interface PageOptions {
  /** The address of the page, of its origin: what relative URLs are relative to, and what `Referer` says. Default: the origin's root. */
  readonly url?: string | URL;
  /** Whose departures from the standard apply. Default: none's. */
  readonly engine?: Engine;
  /** Where requests to an origin go: `{ "https://api.example.com": nodeListener(app) }`. */
  readonly servers?: Readonly<Record<string, Transport>>;
  /** Where all others go. Default: `network()`. */
  readonly transport?: Transport;
  /** The page's referrer policy. Default: `strict-origin-when-cross-origin`. */
  readonly referrerPolicy?: ReferrerPolicy;
  /** Milliseconds after which a server that does not answer counts as a network that failed. Default: 60,000. */
  readonly timeout?: number;
}

/** A page in a browser of its own: no other page shares its cookies or its caches. */
export interface TestPage {
  readonly origin: string;
  readonly url: string;
  /** What `fetch` is to a script of the page. Needs no `this`. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  readonly Request: PageRequestClass;
  readonly Response: typeof Response;
  readonly Headers: typeof Headers;
  readonly XMLHttpRequest: PageXMLHttpRequestClass;
  readonly XMLHttpRequestUpload: typeof XMLHttpRequestUpload;
  readonly ProgressEvent: typeof ProgressEvent;
  readonly cookies: CookieJar;
  /** What preflights granted, and until when. */
  readonly preflightCache: readonly PreflightCacheEntry[];
  /** Empties the HTTP cache and the CORS-preflight cache. */
  readonly clearCaches: () => void;
}

/**
 * A page at this origin: what its scripts can fetch, and what they cannot.
 *
 * @param origin `https://app.example.com`, or `null` for an opaque one; the address of a page counts as its origin
 * @throws TypeError if it is neither, or if an option makes no sense
 */
export function page(origin: string | URL, options: PageOptions = {}): TestPage {
  const browser = browserAround(String(origin), options);
  const PageRequest = pageRequestClass(browser.url);
  return {
    origin: browser.origin,
    url: browser.url.href,
    fetch: (input, init) => fetchIn(browser, PageRequest, input, init),
    Request: PageRequest,
    Response,
    Headers,
    XMLHttpRequest: pageXmlHttpRequestClass(browser),
    XMLHttpRequestUpload,
    ProgressEvent,
    cookies: browser.cookies,
    get preflightCache() {
      return browser.preflightCache;
    },
    clearCaches() {
      browser.httpCache.clear();
      browser.preflightCache = [];
    },
  };
}

async function fetchIn(
  browser: PageBrowser,
  PageRequest: PageRequestClass,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  let request: Request;
  try {
    request = new PageRequest(input, init);
  } catch (error) {
    throw refused(browser, error, input, init);
  }
  const { headers, referrer, isStream } = requestFacts(request);
  const { signal, keepalive } = request;
  if (signal.aborted) {
    request.body?.cancel(signal.reason).catch(() => {});
    throw signal.reason;
  }
  const call: PageCall = {
    url: request.url,
    method: request.method,
    headers: GuardedHeaders.listOf(headers),
    mode: request.mode === "navigate" ? "cors" : request.mode,
    credentials: request.credentials,
    redirect: request.redirect,
    referrer,
    referrerPolicy: request.referrerPolicy as PageCall["referrerPolicy"],
    cache: request.cache,
    integrity: request.integrity,
    uploadListener: false,
    entryPoint: "fetch",
    keepalive,
    body: await bodyOf(request, isStream),
  };
  return runFetch(browser, call, signal);
}

/** Reading the body uses it up: `fetch` does that to a Request. */
async function bodyOf(request: Request, isStream: boolean): Promise<PageCall["body"]> {
  if (request.body === null) return null;
  return isStream ? request.body : new Uint8Array(await request.arrayBuffer());
}

/** What `new Request()` threw, with its reason: the model's, where the model refuses the same call. */
function refused(browser: PageBrowser, error: unknown, input: RequestInfo | URL, init: RequestInit = {}): unknown {
  if (!(error instanceof TypeError)) return error;
  const text = input instanceof Request ? input.url : String(input);
  const url = URL.canParse(text, browser.url.href) ? new URL(text, browser.url).href : text;
  return optionError(browser.origin, url, init, error);
}

function browserAround(given: string, options: PageOptions): PageBrowser {
  const origin = given === "null" ? "null" : originOf(given);
  const address = options.url ?? (given === "null" ? "about:blank" : given);
  if (!URL.canParse(address, origin === "null" ? undefined : origin)) {
    throw new TypeError(`options.url: ${JSON.stringify(String(address))} is not a URL, nor relative to ${origin}.`);
  }
  const url = origin === "null" ? new URL(address) : new URL(address, origin);
  if (origin !== "null" && url.origin !== origin) {
    throw new TypeError(`options.url: ${url.href} is a page of ${url.origin}, and this page is at ${origin}.`);
  }
  const fallback = options.transport ?? network();
  const servers = new Map(Object.entries(options.servers ?? {}).map(([key, value]) => [originOf(key), value]));
  return {
    origin,
    url,
    engine: profileOf(options.engine ?? "standard").engine,
    referrerPolicy: options.referrerPolicy ?? "strict-origin-when-cross-origin",
    cookies: new CookieJar(),
    httpCache: new HttpCache(),
    preflightCache: [],
    transportFor: (target) => servers.get(target.origin) ?? fallback,
    timeout: options.timeout ?? 60_000,
  };
}

function originOf(given: string): string {
  const origin = URL.canParse(given) ? new URL(given).origin : "null";
  if (origin !== "null") return origin;
  throw new TypeError(
    `${JSON.stringify(given)} is no origin. Write scheme, host and port, such as "https://app.example.com", or "null" for an opaque one.`,
  );
}
