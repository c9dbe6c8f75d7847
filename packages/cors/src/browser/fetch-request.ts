import type { Header } from "../http/header-list.ts";
import type { Profile } from "./departures.ts";
import type { CacheMode, EntryPoint, PageRequest, ReferrerPolicy } from "./page-request.ts";
import type { NetworkError } from "./verdict.ts";

/**
 * A request as the algorithms of the standard see it, and change it while they fetch: what `new Request()` makes of the
 * arguments of `fetch`. What only other callers set (navigation, service workers, priorities)
 * is left out, and of the body all but whether there is one, and whether it is a stream.
 *
 * https://fetch.spec.whatwg.org/#concept-request
 */
export interface FetchRequest {
  readonly entryPoint: EntryPoint;
  method: string;
  /** One URL, and one more for each redirect followed. The last one is the current URL. */
  readonly urlList: [URL, ...URL[]];
  headerList: Header[];
  /** Serialized; `null` is an opaque origin, the same origin as nothing. */
  readonly origin: string;
  /** Serialized. https://html.spec.whatwg.org/#concept-environment-top-level-origin */
  readonly topLevelOrigin: string;
  readonly mode: NonNullable<PageRequest["mode"]>;
  readonly credentialsMode: NonNullable<PageRequest["credentials"]>;
  readonly redirectMode: NonNullable<PageRequest["redirect"]>;
  referrerPolicy: ReferrerPolicy;
  /** The one that it started with, before redirects had a say. */
  readonly firstReferrerPolicy: ReferrerPolicy;
  readonly cacheMode: CacheMode;
  readonly unsafeRequestFlag: boolean;
  readonly useCorsPreflightFlag: boolean;
  redirectCount: number;
  hasBody: boolean;
  /** Whether a redirect within the current URL's origin made it one. */
  becameGet: boolean;
  /** Whether any redirect changed the method. */
  methodChanged: boolean;
  /** A body whose source is null: it cannot be sent again. */
  readonly hasStreamBody: boolean;
  /** The engine that fetches it. */
  readonly profile: Profile;
  /** The CORS-unsafe request-header names that the engine goes on with, where it does not look at the headers again. */
  unsafeNames: readonly string[];
  /** Those of them that the redirect to this hop took away. */
  namesDroppedHere: readonly string[];
  /** Whether every cross-origin hop from here on has a preflight, where the engine remembers that one had. */
  alwaysPreflights: boolean;
  /** Why it will fail, in an engine that checks a redirect's answer only once the next hop's preflight has passed. */
  deferredError: NetworkError | null;
  /** Whether this is a CORS-preflight request. */
  readonly isPreflight: boolean;
  responseTainting: "basic" | "cors" | "opaque";
  /** https://fetch.spec.whatwg.org/#timing-allow-failed: whether a response on the way kept its timing from the page. */
  timingAllowFailed: boolean;
}

/** https://fetch.spec.whatwg.org/#concept-request-current-url */
export function currentUrl(request: FetchRequest): URL {
  return request.urlList.at(-1) as URL;
}

/** Whether a URL's origin is the same as a serialized one. An opaque origin (`null`) is the same as no other. */
export function isSameOrigin(url: URL, serializedOrigin: string): boolean {
  return serializedOrigin !== "null" && url.origin === serializedOrigin;
}

/** How many redirects were followed. */
export function hopOf(request: FetchRequest): number {
  return request.urlList.length - 1;
}

/** https://url.spec.whatwg.org/#include-credentials */
export function includesCredentials(url: URL): boolean {
  return url.username !== "" || url.password !== "";
}
