import type { Exchange, HttpRequest, HttpResponse } from "../http/exchange.ts";
import type { HeaderList } from "../http/header-list.ts";
import type { ConsoleMessages } from "./console-messages.ts";
import type { Engine } from "./departures.ts";
import type { AddressSpace } from "./local-network-access.ts";

/** What the page gets. */
export type Verdict = VerdictTrace &
  (
    | {
        readonly type: "allowed";
        readonly response: FilteredResponse;
        /** https://fetch.spec.whatwg.org/#response-timing-allow-passed: whether PerformanceResourceTiming has the details. */
        readonly timingAllowPassed: boolean;
      }
    | (NetworkError & {
        /** What each engine's console says, were it to come to this reason; empty where it says nothing. */
        readonly messages: ConsoleMessages;
      })
    | ApiError
    | NotModelled
  );

/** The call itself throws a TypeError: nothing was sent. */
export interface ApiError {
  readonly type: "API error";
  readonly reason: ApiErrorReason;
  /** A sentence: which argument, what is wrong with it, what to write. */
  readonly message: string;
  /** The anchor of the algorithm that throws. */
  readonly spec: string;
}

/** Codes are public: never reused or renamed. */
export type ApiErrorReason =
  | "url-invalid"
  | "url-credentials"
  | "option-invalid"
  | "method-invalid"
  | "method-forbidden"
  | "method-no-cors"
  | "header-invalid"
  | "body-not-allowed"
  | "stream-not-supported";

/** The standard goes on with a step that this model lacks: what a browser would do is not known. */
export interface NotModelled {
  readonly type: "not modelled";
  /** The algorithm and step of the standard, and what it is about. */
  readonly step: string;
  /** The anchor of that algorithm. */
  readonly spec: string;
  /** 0 for the first URL, one more for each redirect followed. */
  readonly hop: number;
}

/** A response as the page's script sees it. https://fetch.spec.whatwg.org/#concept-filtered-response */
export interface FilteredResponse {
  readonly type: "basic" | "cors" | "opaque" | "opaqueredirect";
  /** 0 when opaque. */
  readonly status: number;
  /** Only what is exposed. */
  readonly headers: HeaderList;
  /** The last URL, without its fragment; empty when opaque. */
  readonly url: string;
  readonly redirected: boolean;
}

/** https://fetch.spec.whatwg.org/#concept-network-error, with its cause. */
export interface NetworkError {
  readonly type: "network error";
  readonly reason: NetworkErrorReason;
  /** The values that disagreed, for a sentence: `expected`, `received`, `header`, `method`, `status` … */
  readonly details: Readonly<Record<string, string>>;
  /** The algorithm and step of the standard: `CORS check, step 4`. */
  readonly step: string;
  /** The anchor of that algorithm. */
  readonly spec: string;
  /** 0 for the first URL, one more for each redirect followed. */
  readonly hop: number;
  /** Whether the failing response was a preflight's. */
  readonly onPreflight: boolean;
}

/** Codes are public: never reused or renamed. They are the reasons of the console-message table. */
export type NetworkErrorReason =
  | "acao-missing"
  | "acao-mismatch"
  | "acao-multiple"
  | "acao-invalid"
  | "acao-star-with-credentials"
  | "acac-not-true"
  | "preflight-status"
  | "preflight-redirect"
  | "preflight-methods-parse"
  | "preflight-headers-parse"
  | "preflight-method"
  | "preflight-header"
  | "redirect-userinfo"
  | "redirect-denied"
  | "redirect-mode-error"
  | "redirect-no-cors"
  | "redirect-loop"
  | "redirect-location-invalid"
  | "redirect-stream-body"
  | "mode-same-origin"
  | "scheme"
  | "bad-port"
  | "cross-origin-resource-policy"
  | "network";

/** What happened on the way, whatever the end. */
export interface VerdictTrace {
  readonly engine: Engine;
  /** Every HTTP request that went out, preflights included, with its answer. */
  readonly exchanges: readonly Exchange[];
  readonly preflights: readonly Preflight[];
  /** The value of `Origin` on each request, preflights apart; null where none was sent. */
  readonly origins: readonly (string | null)[];
  /** To be applied by the owner of the cache, in order. */
  readonly preflightCacheChanges: readonly PreflightCacheChange[];
  /** What else had a part in it. None of them is a reason. */
  readonly notes: readonly VerdictNote[];
}

export type VerdictNote =
  /** The answer at this hop is a stored one, and `origin` (null for none) was the `Origin` of the request it was for. */
  | { readonly note: "from-http-cache"; readonly hop: number; readonly url: string; readonly origin: string | null }
  /** A browser with Local Network Access asks the user first; the verdict is what comes of it when the user allows it. */
  | {
      readonly note: "local-network-access";
      readonly hop: number;
      readonly url: string;
      readonly addressSpace: AddressSpace;
    };

/** A fresh response in the browser's HTTP cache, for a GET. */
export interface CachedResponse {
  /** Absolute, without a fragment. */
  readonly url: string;
  /** Of the request it was an answer to: those that its `Vary` names count. */
  readonly requestHeaders: HeaderList;
  readonly response: HttpResponse;
}

/** A CORS-preflight request and why it was needed. */
export interface Preflight {
  readonly request: HttpRequest;
  readonly hop: number;
  readonly because: readonly PreflightCause[];
}

export type PreflightCause =
  | { readonly cause: "method"; readonly method: string }
  | { readonly cause: "header"; readonly name: string }
  | { readonly cause: "upload-listener" }
  | { readonly cause: "stream-body" }
  | { readonly cause: "redirected-after-preflight" };

/** https://fetch.spec.whatwg.org/#concept-cache, an entry is for one origin, URL, credentials flag, and a method or a header name. */
export interface PreflightCacheEntry {
  readonly origin: string;
  readonly url: string;
  readonly credentials: boolean;
  readonly method: string | null;
  readonly headerName: string | null;
  /** Milliseconds since the epoch at which the entry stops counting. */
  readonly expires: number;
}

export type PreflightCacheChange =
  /** In place of the entry that differs in nothing but `expires`, if there is one. */
  | { readonly change: "add"; readonly entry: PreflightCacheEntry }
  /** Every entry of this origin and URL. */
  | { readonly change: "clear"; readonly origin: string; readonly url: string };
