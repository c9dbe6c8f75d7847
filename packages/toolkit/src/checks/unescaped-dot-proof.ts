import type { Evidence } from "./evidence.ts";
import { names } from "./names.ts";
import { probesOf } from "./page-access.ts";
import { shapeProof } from "./shape-proof.ts";

/**
 * Whether a name that ends like the allowed one was let in for one character in place of a dot: one label before the end
 * will do, a dot there too, and no more than one label, so it is not the end alone that is compared.
 */
export function isUnescapedDot(evidence: Evidence): boolean {
  if (shapeProof(evidence, "suffix-match") === null) return false;
  const composites = probesOf(evidence, "composite");
  const several = composites.some(({ origin, exchange }) => names(exchange.response, origin));
  return composites.length > 0 && !several && shapeProof(evidence, "subdomain") !== null;
}
