import type { ApiErrorReason, NetworkErrorReason, Verdict } from "../browser/verdict.ts";

/** Why a page's fetch rejected. Codes are public: never reused or renamed. */
export type CorsErrorReason =
  | NetworkErrorReason
  | ApiErrorReason
  /** The bytes are not those that `integrity` names. */
  | "integrity-mismatch"
  /** `cache: "only-if-cached"`, and nothing is. */
  | "not-cached"
  /** A `data:` URL that is not well formed, or a `blob:` URL of nothing. */
  | "local-url-unreadable"
  /** More than 64 KiB of bodies under way with `keepalive`. */
  | "keepalive-too-large"
  /** A browser goes on with a step that the model lacks: `step` names it. */
  | "not-modelled";

export interface CorsErrorFacts {
  readonly reason: CorsErrorReason;
  /** The algorithm and step of the standard. */
  readonly step: string;
  /** The anchor of that algorithm. */
  readonly spec: string;
  /** 0 for the first URL, one more for each redirect followed. */
  readonly hop: number;
  /** Whether the failing response was a preflight's. */
  readonly onPreflight: boolean;
  /** The values that disagreed. */
  readonly details: Readonly<Record<string, string>>;
  /** What each engine prints in its console; empty where it says nothing. */
  readonly messages: Readonly<Record<string, string>>;
  /** What to change. */
  readonly fix: string;
  /** The whole of what happened: every request that went out, every answer. Null where nothing was judged. */
  readonly verdict: Verdict | null;
}

/**
 * The TypeError that a page gets when its fetch fails, with all that a browser keeps from the page: why, and what to do.
 *
 * NOTE: a script sees a TypeError and nothing else: `name` and `constructor` are TypeError's, `instanceof CorsError` is
 * what tells the two apart.
 */
export class CorsError extends TypeError implements CorsErrorFacts {
  readonly reason: CorsErrorReason;
  readonly step: string;
  readonly spec: string;
  readonly hop: number;
  readonly onPreflight: boolean;
  readonly details: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, string>>;
  readonly fix: string;
  declare readonly verdict: Verdict | null;

  constructor(message: string, facts: CorsErrorFacts, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = facts.reason;
    this.step = facts.step;
    this.spec = facts.spec;
    this.hop = facts.hop;
    this.onPreflight = facts.onPreflight;
    this.details = facts.details;
    this.messages = facts.messages;
    this.fix = facts.fix;
    // Long, and printed with every error otherwise.
    Object.defineProperty(this, "verdict", { value: facts.verdict, enumerable: false });
  }
}

Object.defineProperty(CorsError.prototype, "constructor", { value: TypeError, configurable: true, writable: true });
