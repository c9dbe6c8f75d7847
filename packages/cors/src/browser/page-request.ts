import type { HeaderList } from "../http/header-list.ts";
import type { AddressSpace } from "./local-network-access.ts";

/** The page that makes the request. */
export interface Page {
  /** A serialized origin (`https://app.example.com`), or `null` for an opaque one. */
  readonly origin: string;
  /**
   * Of a page in a frame: the serialized origin of the page at the top. Some browsers send `Origin` from a frame to its
   * top-level page's site, where the standard sends none. Default: the page's own; for an opaque origin, which is mostly a
   * sandboxed frame's, `http://127.0.0.1`, so that only this machine is of the same site.
   */
  readonly topLevelOrigin?: string;
  /** Where the page itself came from, for Local Network Access. Default: `public`. */
  readonly addressSpace?: AddressSpace;
}

/**
 * What makes the request. All of them end in the same algorithms, and differ in mode, credentials, cache mode, `Accept`,
 * keepalive and the unsafe-request flag.
 */
export type EntryPoint = "fetch" | "xhr" | "img" | "script" | "module" | "link" | "font" | "eventsource" | "beacon";

/** The arguments of a `fetch` call, or of another entry point; what is left out has the entry point's own default. */
export interface PageRequest {
  /** Absolute. */
  readonly url: string;
  /** Default: `fetch`. */
  readonly entryPoint?: EntryPoint;
  /**
   * The `crossorigin` attribute of `img`, `script`, `module` and `link`: `anonymous` is mode "cors" with credentials to the
   * page's own origin only, `use-credentials` is mode "cors" with credentials, null is no attribute. Default: null.
   */
  readonly crossOrigin?: "anonymous" | "use-credentials" | null;
  readonly method?: string;
  readonly headers?: HeaderList | Readonly<Record<string, string>>;
  /** XMLHttpRequest and EventSource: `include` is `withCredentials`. */
  readonly credentials?: "omit" | "same-origin" | "include";
  readonly mode?: "cors" | "no-cors" | "same-origin";
  readonly redirect?: "follow" | "error" | "manual";
  /** Matters to the HTTP cache, and in some browsers to the CORS-preflight cache. Default: `default`. */
  readonly cache?: CacheMode;
  readonly keepalive?: boolean;
  /** Whether the request has a body: a GET or HEAD with one is an API error. */
  readonly hasBody?: boolean;
  /** The body is a ReadableStream, `duplex: "half"`: it cannot be sent twice, and always makes a preflight. */
  readonly streamBody?: boolean;
  /** XMLHttpRequest with a listener on `upload`: the use-CORS-preflight flag. */
  readonly uploadListener?: boolean;
  /** Decides `Origin` on a POST that is not a CORS request. Default: `strict-origin-when-cross-origin`, as in HTML. */
  readonly referrerPolicy?: ReferrerPolicy;
}

/** https://fetch.spec.whatwg.org/#concept-request-cache-mode */
export type CacheMode = "default" | "no-store" | "reload" | "no-cache" | "force-cache" | "only-if-cached";

/** https://w3c.github.io/webappsec-referrer-policy/#referrer-policies */
export type ReferrerPolicy =
  | "no-referrer"
  | "no-referrer-when-downgrade"
  | "same-origin"
  | "origin"
  | "strict-origin"
  | "origin-when-cross-origin"
  | "strict-origin-when-cross-origin"
  | "unsafe-url";
