import { reaches } from "../../packages/toolkit/src/checks/run-checks.ts";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import type { Truth } from "./browser-truth.ts";
import type { FarmSite } from "./farm-site.ts";
import { faultOfState } from "./fault-of-state.ts";
import { gainIn, gainsOf } from "./level-in-browser.ts";

/** What does not hold, a sentence each; `print` is told the figures. */
export function compareWithTruth(
  sites: readonly FarmSite[],
  truth: Truth,
  reports: ReadonlyMap<string, ScanReport>,
  print: (line: string) => void,
): readonly string[] {
  const faults: string[] = [];
  let found = 0;
  let wanted = 0;
  let falseAlarms = 0;
  for (const site of sites) {
    faults.push(...faultOfRow(site, truth));
    const report = reports.get(site.id);
    if (report === undefined) {
      faults.push(`${site.id}: not scanned`);
      continue;
    }
    faults.push(...faultOfState(site, truth.sites[site.id], report));
    const told = report.findings.map(({ check, level }) => `${check} ${level}`);
    const loud = report.findings.filter(({ severity, level }) => level === "broken" || reaches(severity, "medium"));
    const wrong = loud.filter(({ check }) => check !== site.finds && !site.also.includes(check));
    if (wrong.length > 0) falseAlarms++;
    for (const { check, level } of wrong) faults.push(`${site.id} (${site.why}): FALSE ALARM ${check} ${level}`);
    if (site.finds !== null) {
      wanted++;
      const hit = report.findings.some(({ check, level }) => check === site.finds && level === site.told);
      if (hit) found++;
      else faults.push(`${site.id} (${site.why}): MISSED ${site.finds} ${site.told}; told: ${told.join(", ")}`);
    }
    if (report.verdict !== site.verdict) {
      faults.push(`${site.id} (${site.why}): ${report.verdict}, not ${site.verdict}; ${report.tests[0]?.summary}`);
    }
    if (report.requests > 40) faults.push(`${site.id}: ${report.requests} requests`);
    // Who turns pages away decides by their origin, as who lets them in does.
    const isAlike = site.finds === null && report.verdict === "passed" && !site.id.startsWith("refuses");
    if (isAlike && !report.cors.enabled && report.requests > 8) {
      faults.push(`${site.id}: ${report.requests} requests, and it has no CORS`);
    }
  }
  const count = (wish: (report: ScanReport) => boolean): readonly number[] =>
    [...reports.values()].filter(wish).map(({ requests }) => requests);
  const isDynamic = ({ cors, verdict }: ScanReport): boolean =>
    cors.enabled && verdict !== "inconclusive" && cors.headers["access-control-allow-origin"]?.[0] !== "*";
  print(`${found} of ${wanted} found, ${falseAlarms} false alarms, ${sites.length} sites`);
  const dynamic = count(isDynamic);
  if (median(dynamic) > 20) faults.push(`${median(dynamic)} requests to a site with dynamic CORS, 20 at most (median)`);
  print(
    `requests: ${median(count(({ cors }) => !cors.enabled))} without CORS, ${median(dynamic)} with dynamic CORS (medians), ${Math.max(...count(() => true))} at most`,
  );
  return faults;
}

/** What takes more than a page: a shared cache, a cache that a proxy's header poisoned, an extension that is installed. */
const unshown: ReadonlySet<string> = new Set(["missing-vary", "reflects-host", "trusts-extensions"]);

/** The author's word on a site, held to what attackers got there. */
function faultOfRow(site: FarmSite, truth: Truth): readonly string[] {
  const shown = truth.sites[site.id];
  if (site.level === "inconclusive") return [];
  if (shown === undefined) return [`${site.id}: no browser was asked. Run npm run test:farm -- --record.`];
  const gain = gainIn(site, shown);
  const fits = gainsOf[site.level].includes(gain) || (unshown.has(site.finds ?? "") && gain === "nothing");
  return fits ? [] : [`${site.id} (${site.why}): called ${site.level}, and in the browser it is ${gain}`];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
