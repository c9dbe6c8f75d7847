import type { Policy } from "../policy/policy.ts";
import type { LoneRuleDocument, PolicyDocument } from "../policy/policy-document.ts";
import type { Decision } from "../server/decision.ts";

/** What every adapter takes: a policy, or the document of one. */
export type PolicyInput = Policy | PolicyDocument | LoneRuleDocument;

/** What an adapter may be told beside the policy. None of it changes an answer, but for the header of `debug`. */
export interface CorsOptions {
  /** Takes each message in place of Node's process warnings and the console. */
  readonly log?: (message: CorsMessage) => void;
  /**
   * Says of each request what was decided, and why: to the log, or there and in a `Crosscheck-Cors` response header. Not for
   * production: the header tells every client what the policy's rules are called.
   */
  readonly debug?: "log" | "header";
}

/** One line for the log. */
export interface CorsMessage {
  /** Public: never reused or renamed. */
  readonly code: `CROSSCHECK_CORS_${string}`;
  readonly text: string;
  /** Of the request it is about, if it is about one. */
  readonly decision?: Decision;
  /** What a function as `allowOrigins` threw. */
  readonly error?: unknown;
}

/** A middleware whose policy can be exchanged. */
export interface Replaceable {
  /**
   * The requests that come after this have the new policy. Those that are under way keep theirs.
   *
   * @throws {PolicyError} when the document is no policy: then the old one stays.
   */
  replace(policyOrDocument: PolicyInput): void;
}
