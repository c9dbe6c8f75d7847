/** What a page gets: the CORS protocol of the Fetch standard, as a browser carries it out. */
export { isForbiddenResponseHeaderName } from "../http/forbidden-header-name.ts";
export type { ConsoleMessages } from "./console-messages.ts";
export { type CorsCheckFailure, type CorsCheckResult, corsCheck } from "./cors-check.ts";
export { isCorsNonWildcardRequestHeaderName } from "./cors-non-wildcard-request-header-name.ts";
export { applyPreflightCacheChanges } from "./cors-preflight-cache.ts";
export {
  containsCorsUnsafeRequestHeaderByte,
  isCorsSafelistedRequestHeader,
} from "./cors-safelisted-request-header.ts";
export { isCorsSafelistedResponseHeaderName } from "./cors-safelisted-response-header-name.ts";
export { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
export { type BrowserEngine, type DepartureId, departuresOf, type Engine } from "./departures.ts";
export { describeVerdict } from "./describe-verdict.ts";
export { type Environment, fetchFromPage } from "./fetch-from-page.ts";
export { isForbiddenRequestHeader } from "./forbidden-request-header.ts";
export { type JudgeInput, judge, judgeAsync } from "./judge.ts";
export { judgeInEngines, type VerdictsByEngine } from "./judge-in-engines.ts";
export type { AddressSpace } from "./local-network-access.ts";
export type { MessageReason } from "./message-patterns.ts";
export type { CacheMode, EntryPoint, Page, PageRequest, ReferrerPolicy } from "./page-request.ts";
export { type ParsedMessage, parseMessage } from "./parse-message.ts";
export type {
  ApiError,
  ApiErrorReason,
  CachedResponse,
  FilteredResponse,
  NetworkError,
  NetworkErrorReason,
  NotModelled,
  Preflight,
  PreflightCacheChange,
  PreflightCacheEntry,
  PreflightCause,
  Verdict,
  VerdictNote,
  VerdictTrace,
} from "./verdict.ts";
