import type { DangerEntry } from "./parse-danger.ts";
import { isLoopbackHost, isPrivateAddress } from "./parse-host.ts";
import type { OriginList } from "./parse-origin-list.ts";
import type { OriginPattern } from "./policy.ts";
import type { DangerId } from "./policy-document.ts";
import type { DocumentPath, Report } from "./problem.ts";
import { sharedSuffix } from "./shared-suffixes.ts";

/** What the judgement of a rule's origins depends on beside them. */
export interface OriginContext {
  readonly ruleId: string;
  readonly allowCredentials: boolean;
  readonly dangers: readonly DangerEntry[];
  /** Null when no environment was chosen. */
  readonly environment: { readonly name: string; readonly development: boolean } | null;
  /** Whether the policy is being checked, by somebody who can mend it, and not only run. */
  readonly checking: boolean;
}

/**
 * Reports the origins that would hand a signed-in user's data to somebody the author may not have meant, unless a danger
 * entry says that it is meant. Returns the dangers that were needed.
 */
export function judgeOrigins(
  { patterns, indexes }: OriginList,
  path: DocumentPath,
  context: OriginContext,
  report: Report,
): ReadonlySet<DangerId> {
  const allowed = new Set(context.dangers.map((danger) => danger.allow));
  const needed = new Set<DangerId>();
  const { ruleId, environment } = context;
  const local = environment !== null && !environment.development ? "error" : "warning";

  for (const [position, pattern] of patterns.entries()) {
    for (const danger of dangersOf(pattern, context.allowCredentials)) {
      needed.add(danger);
      if (allowed.has(danger)) continue;
      if (danger === "shared-suffix" && isNewlyListed(pattern)) {
        // An upgrade alone must not keep a server from starting.
        const severity = context.checking ? "error" : "warning";
        report("shared-suffix-new", [...path, indexes[position] ?? 0], pattern.text, {
          ruleId,
          severity,
          part: pattern.host,
        });
        continue;
      }
      report(danger, [...path, indexes[position] ?? 0], pattern.text, {
        ruleId,
        ...(danger === "local-origin" && { severity: local }),
        ...(danger === "local-origin" && environment !== null && { environment: environment.name }),
        ...(danger === "shared-suffix" && { part: pattern.host.replace(/^[^.]*\*[^.]*\./, "") }),
      });
    }
  }
  return needed;
}

function isNewlyListed({ wildcard, host }: OriginPattern): boolean {
  return wildcard === "subdomains" && sharedSuffix(host)?.newlyListed === true;
}

/** Whether whoever is on the network could speak for an origin: neither https nor loopback. */
export function isInsecureOrigin({ scheme, host }: Pick<OriginPattern, "scheme" | "host">): boolean {
  return scheme !== "https" && !(scheme === "http" && isLoopbackHost(host));
}

function dangersOf(pattern: OriginPattern, allowCredentials: boolean): readonly DangerId[] {
  if (pattern.wildcard === "null") return ["null-origin"];
  // Without credentials, a page could read as much through a server of its own: nothing that `*` would not allow.
  if (!allowCredentials) return [];
  const { scheme, host, wildcard } = pattern;
  const web = scheme === "https" || scheme === "http";
  const loopback = web && isLoopbackHost(host);
  const dangers: DangerId[] = [];
  if (isInsecureOrigin(pattern)) dangers.push("insecure-origin");
  if (wildcard === "in-label" || (wildcard === "subdomains" && sharedSuffix(host) !== null)) {
    dangers.push("shared-suffix");
  }
  if (loopback || (web && isPrivateAddress(host))) dangers.push("local-origin");
  return dangers;
}
