import type { Evidence, Probe } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { isMixedContent } from "./page-access.ts";
import { sessionState } from "./session-state.ts";

/**
 * How a read with the visitor's credentials counts, and what the visitor's browser must be like. Where every page that
 * could do it is on https and the site on http, a browser lets it through only to the same site over https: harder to
 * exploit (CVSS AC:H, 5.9), and seldom meant.
 */
export function signedInRead(
  evidence: Evidence,
  probes: readonly Probe[],
): Pick<Finding, "level" | "severity" | "attacker" | "state"> {
  const state = sessionState(evidence);
  if (!probes.every(isMixedContent)) return { level: "vulnerable", severity: "high", attacker: "cross-site", state };
  return {
    level: "conditional",
    severity: "medium",
    attacker: "cross-site",
    state: `the site answers alike over https, or the browser was told to allow mixed content: pages on https may not ask an http site otherwise; ${state}`,
  };
}
