import type { Exchange } from "@crosscheck/cors/http";
import type { Attacker, Level, Severity } from "../checks/finding.ts";

export type TestVerdict = "passed" | "failed" | "not-applicable" | "inconclusive";

/**
 * The result of one scan, as `scan --format json` prints it and the HTTP API returns it. Fields are only ever added.
 *
 * `headers` has lower-case names; every value that was sent, in order.
 */
export interface ScanReport {
  readonly schema: "crosscheck/scan@1";
  /** The input exactly as given. */
  readonly target: string;
  readonly finalUrl: string;
  /** ISO 8601, UTC. */
  readonly scannedAt: string;
  readonly cached: boolean;
  readonly cors: { readonly enabled: boolean; readonly headers: Readonly<Record<string, readonly string[]>> };
  /** The CORS test's. */
  readonly verdict: "passed" | "failed" | "inconclusive";
  readonly tests: readonly TestReport[];
  readonly findings: readonly FindingReport[];
  readonly redirects: readonly { readonly url: string; readonly status: number; readonly location: string }[];
  /** What the reader should know beside the verdict: "https did not answer, so http was tried". */
  readonly notes: readonly string[];
  /** Present when the verdict is inconclusive: why the target could not be tested, or not to the end. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Why there may be more than what was found, where the verdict stands all the same. */
  readonly incomplete?: string;
  /** With a baseline: how many findings and failed tests were left out because they are accepted there. */
  readonly accepted?: number;
  readonly requests: number;
  readonly durationMs: number;
}

/** One line of *HTTP Security Headers*. */
export interface TestReport {
  /** `cross-origin-resource-sharing`, first; then those of the other headers: `content-security-policy` … */
  readonly id: string;
  /** As it is headed: "Cross-Origin Resource Sharing". */
  readonly title: string;
  readonly verdict: TestVerdict;
  readonly cause?: "unsafe" | "broken";
  /** One sentence in plain words. */
  readonly summary: string;
  /** What the header protects from, what to do and where that is written; of the CORS test, each finding says it. */
  readonly why?: string;
  readonly fix?: Readonly<Record<string, string>>;
  readonly spec?: string;
  /** Of a failed one, but not of the CORS test, whose findings have theirs. */
  readonly fingerprint?: string;
}

/** What the CORS test is called everywhere. */
export const corsTestName = { id: "cross-origin-resource-sharing", title: "Cross-Origin Resource Sharing" } as const;

/** A finding with what its check says of it. */
export interface FindingReport {
  readonly check: string;
  readonly title: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly attacker: Attacker;
  readonly url: string;
  readonly origin: string | null;
  readonly message: string;
  readonly why: string;
  readonly state: string | null;
  readonly fix: Readonly<Record<string, string>>;
  readonly cwe: readonly number[];
  readonly spec: string;
  /** The same in every scan that finds the same there: check, level and URL. */
  readonly fingerprint: string;
  /** Where the intended policy says it, when the scan had one. */
  readonly place?: PolicyPlace;
  readonly evidence: readonly Exchange[];
}

/** A place in a policy file, from 1. */
export interface PolicyPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
