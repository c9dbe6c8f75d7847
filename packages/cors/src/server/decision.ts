import type { Header, HeaderList } from "../http/header-list.ts";

/** What a server is asked. */
export interface ServerRequest {
  readonly method: string;
  /** The request target as the client sent it: origin-form, absolute-form, or `*`. RFC 9112, section 3.2. */
  readonly target: string;
  readonly headers: HeaderList;
}

/** The six response headers of CORS, which a decision owns. */
export const corsResponseHeaderNames: readonly string[] = Object.freeze([
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Expose-Headers",
  "Access-Control-Max-Age",
]);

/** What a server does about CORS for one request. */
export interface Decision {
  readonly kind: "no-rule" | "actual" | "refused" | "preflight-granted" | "preflight-refused";
  /** Present: answer now with this status and no body; the handler does not run. */
  readonly status?: 204 | 403;
  /** Headers to set, replacing any of the same name that an inner layer set. */
  readonly set: readonly Header[];
  /** Headers of the six that an inner layer may have set and that must not be sent. */
  readonly remove: readonly string[];
  /** Names that `Vary` needs: merged into what is there. */
  readonly vary: readonly string[];
  readonly reason: DecisionReason;
}

/** Why, as data. */
export interface DecisionReason {
  /** Absent when no rule covers the path. */
  readonly ruleId?: string;
  readonly code:
    | "no-rule"
    | "ambiguous-target"
    | "rule-grants-nothing"
    | "any-origin"
    | "origin-listed"
    | "origin-absent"
    | "origin-null"
    | "origin-malformed"
    | "origin-not-listed"
    | "origin-unlisted-refused"
    | "origin-accepted"
    | "origin-rejected"
    | "origin-insecure"
    | "origin-function-failed"
    | "self-origin"
    | "same-origin-fetch";
  /** The `Origin` value that was judged, truncated to 270 characters; absent when there was none. */
  readonly origin?: string;
  /** The pattern that matched. */
  readonly pattern?: string;
  /** What a function as `allowOrigins` threw, or a TypeError when it gave no boolean. */
  readonly error?: unknown;
}
