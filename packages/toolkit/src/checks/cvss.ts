import type { Severity } from "./finding.ts";

// biome-ignore format: one metric per line
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  C:  { H: 0.56, L: 0.22, N: 0 },
  I:  { H: 0.56, L: 0.22, N: 0 },
  A:  { H: 0.56, L: 0.22, N: 0 },
};

/** With a changed scope, privileges weigh less. */
const privilegesWithChangedScope: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 };

/**
 * The base score of a CVSS 3.1 vector, 0–10. Throws on a vector that is not one: vectors are written by hand, in code.
 *
 * https://www.first.org/cvss/v3.1/specification-document#CVSS-v3-1-Equations
 */
export function cvssBaseScore(vector: string): number {
  const [version, ...parts] = vector.split("/");
  const metrics = new Map(parts.map((part) => part.split(":") as [string, string]));
  if (version !== "CVSS:3.1" || metrics.size !== 8) throw new RangeError(`"${vector}" is not a CVSS 3.1 base vector.`);
  const changed = metrics.get("S") === "C";

  const impactSubScore = 1 - (1 - weight("C")) * (1 - weight("I")) * (1 - weight("A"));
  const impact = changed
    ? 7.52 * (impactSubScore - 0.029) - 3.25 * (impactSubScore - 0.02) ** 15
    : 6.42 * impactSubScore;
  if (impact <= 0) return 0;
  const privileges = changed ? (privilegesWithChangedScope[metrics.get("PR") ?? ""] ?? 0) : weight("PR");
  const exploitability = 8.22 * weight("AV") * weight("AC") * privileges * weight("UI");
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));

  function weight(metric: string): number {
    const found = weights[metric]?.[metrics.get(metric) ?? ""];
    if (found === undefined) throw new RangeError(`"${vector}" has no valid ${metric}.`);
    return found;
  }
}

/** ≥ 9 critical, ≥ 7 high, ≥ 4 medium, > 0 low, else info. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "info";
}

/** One decimal, upwards, without the noise of floating point: the specification's own Roundup. */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000);
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10;
}
