import type { Engine } from "@crosscheck/cors/browser";
import type { Exchange } from "@crosscheck/cors/http";

export type Level = "vulnerable" | "conditional" | "write-only" | "public" | "broken" | "info";
export type Severity = "critical" | "high" | "medium" | "low" | "info";
export type Attacker = "cross-site" | "same-site" | "network" | "cache" | "local" | "none";

/** What a check found, with its proof. */
export interface Finding {
  /** The check's id. */
  readonly check: string;
  readonly level: Level;
  /** From the finding's CVSS 3.1 score: ≥ 9 critical, ≥ 7 high, ≥ 4 medium, > 0 low, else info. */
  readonly severity: Severity;
  readonly attacker: Attacker;
  readonly url: string;
  /** The page origin that shows it; null when no page gains anything. */
  readonly origin: string | null;
  /** One or two plain sentences about this site. */
  readonly message: string;
  /** What the browser must be like for it to hold: "a session cookie with SameSite=None", "no session seen" … */
  readonly state: string | null;
  /** The engines in which it holds, when not in all. */
  readonly engines?: readonly Engine[];
  /** What of it, where a check finds several things at one URL; the same in every scan. */
  readonly subject?: string;
  readonly evidence: readonly Exchange[];
}
