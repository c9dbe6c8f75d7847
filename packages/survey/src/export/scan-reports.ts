import { makeScanReport } from "crosscheck/report/make-scan-report";
import type { ScanReport } from "crosscheck/report/scan-report";
import { unpackScan } from "../store/stored-scan.ts";
import type { SurveyStore } from "../store/survey-store.ts";

/** Every result as the report of a scan, judged by the installed catalogue, in the list's order. */
export function* scanReports(store: SurveyStore): Generator<ScanReport> {
  const rows = store.database
    .prepare(
      `SELECT t.target AS target, r.scanned_at AS scanned_at, r.duration_ms AS duration_ms, r.exchanges AS exchanges
       FROM targets t JOIN results r ON r.target = t.id ORDER BY t.id`,
    )
    .iterate();
  for (const row of rows) {
    const { evidence, others, shown, failure, finalUrl, redirects, notes, requests } = unpackScan(
      row.exchanges as Uint8Array,
    );
    yield makeScanReport({
      target: String(row.target),
      finalUrl,
      evidence,
      others,
      shown,
      failure,
      redirects,
      notes,
      requests,
      scannedAt: new Date(Number(row.scanned_at)),
      durationMs: Number(row.duration_ms),
    });
  }
}
