import { attacksOn, type Relation, relationOf } from "./attacks.ts";
import type { SiteTruth } from "./browser-truth.ts";
import type { FarmSite } from "./farm-site.ts";

/** What somebody gained in the browser: the gravest of it. */
export type Gain = "vulnerable" | "conditional" | "write-only" | "public" | "nothing";

/** The gravest gain, from what each attack's page did and what it takes to have that page. */
export function gainIn(site: FarmSite, truth: SiteTruth): Gain {
  const reads = relations(site, truth.reads);
  if (reads.has("cross-site")) return "vulnerable";
  if (relations(site, truth.writes).has("cross-site")) return "write-only";
  if (reads.size > 0) return "conditional";
  if (relations(site, truth.readsPublic).has("cross-site")) return "public";
  return "nothing";
}

function relations(site: FarmSite, ids: readonly string[]): ReadonlySet<Relation> {
  const attacks = attacksOn(site).filter(({ id }) => ids.includes(id));
  return new Set(attacks.map((attack) => relationOf(site, attack)));
}

/** What a level of scan.md may come to in the browser; a row whose author says otherwise is a row that is wrong. */
export const gainsOf: Readonly<Record<FarmSite["level"], readonly Gain[]>> = {
  vulnerable: ["vulnerable"],
  conditional: ["conditional"],
  "write-only": ["write-only"],
  public: ["public"],
  info: ["conditional", "nothing"],
  broken: ["nothing", "public"],
  safe: ["nothing"],
  inconclusive: ["nothing"],
};
