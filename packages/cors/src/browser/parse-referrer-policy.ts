import { extractHeaderListValues } from "../http/extract-header-list-values.ts";
import type { HeaderList } from "../http/header-list.ts";
import type { ReferrerPolicy } from "./page-request.ts";

export const referrerPolicies: ReadonlySet<string> = new Set<ReferrerPolicy>([
  "no-referrer",
  "no-referrer-when-downgrade",
  "same-origin",
  "origin",
  "strict-origin",
  "origin-when-cross-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
]);

/**
 * The last policy in `Referrer-Policy` that is one; null when there is none.
 *
 * https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header
 */
export function parseReferrerPolicy(headerList: HeaderList): ReferrerPolicy | null {
  // 1. Let policy-tokens be the result of extracting header list values given `Referrer-Policy`.
  const tokens = extractHeaderListValues(headerList, "referrer-policy");
  if (tokens === null || tokens === "failure") return null;
  // 2–3. For each token in policy-tokens, if token is a referrer policy, then set policy to token.
  const policy = tokens.findLast((token) => referrerPolicies.has(token));
  // 4. Return policy.
  return (policy ?? null) as ReferrerPolicy | null;
}
