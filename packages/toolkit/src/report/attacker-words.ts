import type { Attacker } from "../checks/finding.ts";

/** Who gains, in half a sentence. */
export const attackerWords: Readonly<Record<Attacker, string>> = {
  "cross-site": "any website that the visitor opens",
  "same-site": "somebody who controls another page of the same site",
  network: "somebody on the visitor's network who can change unencrypted traffic",
  cache: "somebody who shares a cache with the visitor",
  local: "other software on the visitor's own machine",
  none: "nobody",
};
