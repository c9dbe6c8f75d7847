import type { AllowOriginsFunction } from "./allow-origins-function.ts";
import type { DangerDocument, PolicyDocument } from "./policy-document.ts";
import type { Problem } from "./problem.ts";

/** A validated, frozen policy. Made by `parsePolicy` or `definePolicy`, never by hand. */
export interface Policy<RuleId extends string = string> {
  /** In the order of the file: the first rule whose path matches a request decides it. */
  readonly rules: readonly Rule<RuleId>[];
  /** What the document it was made from had that is worth a look, though no error. `describe` makes the sentences. */
  readonly warnings: readonly Problem[];
  /** The document this policy was made from, with the chosen environment applied: `definePolicy(policy.toJSON())` is equal. */
  toJSON(): PolicyDocument;
}

/** What one path of a site answers. */
export interface Rule<RuleId extends string = string> {
  readonly id: RuleId;
  readonly path: PathPattern;
  /** `*`, or the patterns; an empty list is "no CORS here". */
  readonly allowOrigins: "*" | readonly OriginPattern[];
  /** Asked instead, when a rule in code has one: `allowOrigins` is then empty. */
  readonly originFunction?: AllowOriginsFunction;
  /** The request headers that the function looks at. */
  readonly variesOn?: readonly string[];
  readonly allowCredentials: boolean;
  /** Methods and header names as the author wrote them, each once. */
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** Seconds, 0–86,400; null sends no `Access-Control-Max-Age`. */
  readonly maxAge: number | null;
  readonly refuseUnlisted: boolean;
  /** The server's own public origins, serialized; only with `refuseUnlisted`. */
  readonly selfOrigins: readonly string[];
  /** The risks the author took on purpose, as written. */
  readonly danger: readonly DangerDocument[];
}

/** One entry of `allowOrigins`, normalised. */
export interface OriginPattern {
  /** As printed in a policy: `https://*.example.com:*`. */
  readonly text: string;
  readonly scheme: string;
  /** Lower case ASCII, without a leading `*.`; with one `*` in its first label when `wildcard` is "in-label". */
  readonly host: string;
  /**
   * none: the host itself; subdomains (`*.`): one or more labels before it, never the host itself; in-label: `*` stands for
   * one or more of `[a-z0-9-]` inside the first label. `null` is the opaque origin `null`, which has no host.
   */
  readonly wildcard: "none" | "subdomains" | "in-label" | "null";
  /** Null is the scheme's default port; `*` is every port, the default one included. */
  readonly port: number | null | "*";
}

/** A path pattern: `/api/*`, `/users/:id`, `/health`. */
export interface PathPattern {
  readonly text: string;
  /** Percent-decoded where unreserved. A trailing slash of the text is not a segment. */
  readonly segments: readonly PathSegment[];
  /** Whether the pattern ends in `/*` and covers everything below. */
  readonly everythingBelow: boolean;
}

export type PathSegment = { readonly literal: string } | { readonly name: string };
