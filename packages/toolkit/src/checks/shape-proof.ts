import type { Evidence, Probe, ProbeKind } from "./evidence.ts";
import { anybodysAccess, browserFirst, confirmedAccess, isMoreAccess, type Proof, probesOf } from "./page-access.ts";

/**
 * Of the origins of a kind that were let in twice, those that get most; more than a made-up name gets, and rather those
 * whose pages a browser lets through. Null where there are none.
 */
export function shapeProof(
  evidence: Evidence,
  kind: ProbeKind,
  accepts: (probe: Probe) => boolean = () => true,
): Proof | null {
  const asked = probesOf(evidence, kind);
  let strongest: Proof | null = null;
  for (const first of browserFirst(asked.filter(accepts))) {
    const second = asked.find(({ id }) => id === `${first.id}-again`);
    if (second === undefined) continue;
    const access = confirmedAccess(evidence, [first, second]);
    if (isMoreAccess(access, (strongest ?? anybodysAccess(evidence)).access)) {
      strongest = { probes: [first, second], access };
    }
  }
  return strongest;
}

/** Whether a comparison that lets in more gives as much as this one: then that is the fault, and this its consequence. */
export function isImplied(evidence: Evidence, proof: Proof, by: readonly ProbeKind[]): boolean {
  return by.some((kind) => {
    const wider = shapeProof(evidence, kind);
    return wider !== null && !isMoreAccess(proof.access, wider.access);
  });
}

/** The origins that prove it, in a sentence. */
export function originsOf({ probes }: Proof): string {
  return [...new Set(probes.map(({ origin }) => origin))].join(" and ");
}
