import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { attacksOn, relationOf } from "./attacks.ts";
import type { SiteTruth } from "./browser-truth.ts";
import type { FarmSite } from "./farm-site.ts";

/**
 * What a finding says of the visitor's browser, held to the same attacks where third-party cookies are blocked: a level says
 * what somebody gains in the state that the finding names, so that state has to be the right one.
 */
export function faultOfState(site: FarmSite, truth: SiteTruth | undefined, report: ScanReport): readonly string[] {
  const finding = report.findings.find(({ check }) => check === site.finds);
  const state = finding?.state ?? "";
  if (truth === undefined || truth.reads.length === 0) return [];
  const left = new Set(
    attacksOn(site)
      .filter(({ id }) => truth.readsWithoutThirdPartyCookies.includes(id))
      .map((attack) => relationOf(site, attack)),
  );
  const fault = (why: string): readonly string[] => [`${site.id} (${site.why}): "${state}", and ${why}`];
  if (/third-party cookies/.test(state) && left.has("cross-site")) {
    return fault("pages of other sites read where they are blocked");
  }
  if (finding?.attacker === "same-site" && left.size === 0) return fault("no page of the same site reads");
  return [];
}
