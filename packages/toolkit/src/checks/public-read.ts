import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";

/**
 * How a read without credentials counts. On a public host everybody can make the same request themselves; on a private
 * one the visitor's browser is the attacker's way in.
 */
export function publicRead(evidence: Evidence): Pick<Finding, "level" | "severity" | "attacker"> {
  return evidence.network === "public"
    ? { level: "public", severity: "info", attacker: "none" }
    : { level: "public", severity: "medium", attacker: "cross-site" };
}
