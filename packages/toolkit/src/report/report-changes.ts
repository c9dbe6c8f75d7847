import type { ScanReport } from "./scan-report.ts";

/** What is another than the last time. */
export type ReportChange =
  | { readonly kind: "test"; readonly title: string; readonly from: string; readonly to: string }
  | { readonly kind: "finding"; readonly change: "new" | "gone"; readonly title: string; readonly url: string }
  | { readonly kind: "cors"; readonly enabled: boolean }
  | { readonly kind: "judged"; readonly from: string; readonly to: string };

/** What changed between two results of the same site, most telling first. Nothing where neither could be judged. */
export function reportChanges(before: ScanReport, after: ScanReport): readonly ReportChange[] {
  const changes: ReportChange[] = [];
  for (const { id, title, verdict } of after.tests) {
    const earlier = before.tests.find((test) => test.id === id);
    if (earlier !== undefined && earlier.verdict !== verdict) {
      changes.push({ kind: "test", title, from: earlier.verdict, to: verdict });
    }
  }
  // An unfinished scan has not looked for all that it did not find.
  if (before.verdict !== "inconclusive" && after.verdict !== "inconclusive") {
    changes.push(...findingsMissingFrom(before, after, "new"), ...findingsMissingFrom(after, before, "gone"));
    if (before.cors.enabled !== after.cors.enabled) changes.push({ kind: "cors", enabled: after.cors.enabled });
    if (before.finalUrl !== after.finalUrl) {
      changes.push({ kind: "judged", from: before.finalUrl, to: after.finalUrl });
    }
  }
  return changes;
}

/** Those of `report` that `other` has not, each title once a URL. */
function findingsMissingFrom(other: ScanReport, report: ScanReport, change: "new" | "gone"): ReportChange[] {
  const known = new Set(other.findings.map(({ fingerprint }) => fingerprint));
  const seen = new Set<string>();
  return report.findings.flatMap(({ fingerprint, title, url }) => {
    if (known.has(fingerprint) || seen.has(fingerprint)) return [];
    seen.add(fingerprint);
    return [{ kind: "finding", change, title, url } as const];
  });
}
