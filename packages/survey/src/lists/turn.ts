import { createHash } from "node:crypto";

/**
 * A site's place in the shuffled list: 48 bits that depend on the seed and the site alone, so a sample of N sites is the
 * first N turns, the same for everybody who has the list and the seed.
 */
export function turnOf(key: string, seed: string): number {
  return createHash("sha1").update(seed).update("\0").update(key).digest().readUIntBE(0, 6);
}
