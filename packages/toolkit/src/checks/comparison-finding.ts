import type { Evidence } from "./evidence.ts";
import type { Finding, Severity } from "./finding.ts";
import type { Proof } from "./page-access.ts";
import { publicRead } from "./public-read.ts";
import { originsOf } from "./shape-proof.ts";
import { signedInRead } from "./signed-in-read.ts";

/** What a page of a stranger gets by a comparison that is wrong. */
export function comparisonFinding(
  evidence: Evidence,
  check: string,
  proof: Proof,
  because: string,
  severity: Severity = "high",
): Finding {
  const { probes, access } = proof;
  const credentialed = access === "credentialed";
  const pages = new Set(probes.map(({ origin }) => origin)).size > 1 ? "Pages at" : "A page at";
  return {
    check,
    ...(credentialed ? signedInRead(evidence, probes, severity) : { ...publicRead(evidence), state: null }),
    url: evidence.url,
    origin: probes[0]?.origin ?? null,
    message: `${pages} ${originsOf(proof)} can read the response ${credentialed ? "with" : "without"} credentials, and a page at another made-up name cannot. ${because}`,
    evidence: probes.map(({ exchange }) => exchange),
  };
}

/**
 * What a page gets that no stranger can have without a foothold: only reads with credentials count, because without them
 * the page's owner could ask for the response as well.
 */
export function footholdFinding(
  evidence: Evidence,
  check: string,
  proof: Proof,
  foothold: Pick<Finding, "severity" | "attacker"> & { readonly because: string; readonly state: string },
): readonly Finding[] {
  if (proof.access !== "credentialed") return [];
  const { because, ...rest } = foothold;
  return [
    {
      check,
      level: "conditional",
      ...rest,
      url: evidence.url,
      origin: proof.probes[0]?.origin ?? null,
      message: `A page at ${originsOf(proof)} can read the response with credentials. ${because}`,
      evidence: proof.probes.map(({ exchange }) => exchange),
    },
  ];
}
