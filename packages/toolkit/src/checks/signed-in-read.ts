import type { Evidence, Probe } from "./evidence.ts";
import type { Finding, Severity } from "./finding.ts";
import { isMixedContent } from "./page-access.ts";
import { sessionState } from "./session-state.ts";

/**
 * How a read with the visitor's credentials counts, and what the visitor's browser must be like.
 *
 * Where every page that could do it is on https and the site on http, a browser lets it through only to the same site over
 * https: harder to exploit (CVSS AC:H, 5.9), and seldom meant. Where a session was seen and its cookies stay on their own
 * site, a page of another site reads what anybody reads: it takes a foothold on the same site.
 */
export function signedInRead(
  evidence: Evidence,
  probes: readonly Probe[],
  severity: Severity = "high",
): Pick<Finding, "level" | "severity" | "attacker" | "state"> {
  const { travels, state } = sessionState(evidence);
  const lessened = severity === "high" ? "medium" : severity;
  if (probes.every(isMixedContent)) {
    return {
      level: "conditional",
      severity: lessened,
      attacker: "cross-site",
      state: `the site answers alike over https, or the browser was told to allow mixed content: pages on https may not ask an http site otherwise; ${state}`,
    };
  }
  if (travels === "same-site") return { level: "conditional", severity: lessened, attacker: "same-site", state };
  if (travels === "some-browsers") return { level: "conditional", severity: lessened, attacker: "cross-site", state };
  return { level: "vulnerable", severity, attacker: "cross-site", state };
}
