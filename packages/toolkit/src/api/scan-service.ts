import type { ScanReport } from "../report/scan-report.ts";
import type { HttpClientOptions } from "../scan/http-client.ts";
import type { ResultStore } from "../store/result-store.ts";

/** What is asked for, by a command line, a form or an HTTP request. */
export interface ScanRequest {
  /** A domain or a URL, as typed. */
  readonly target: string;
  /** Default true. False judges the first response. */
  readonly followRedirects?: boolean;
  /** Ignore a stored result and scan now. Default false. */
  readonly clearCache?: boolean;
}

/** Everything a scan needs from the world. */
export interface ScanDependencies {
  /** What may be reached: the address guard, the deadline, the resolver. */
  readonly client?: HttpClientOptions;
  /** Where results are kept; without one nothing is stored or answered from it. */
  readonly store?: ResultStore | null;
  /** How old a stored result may be to answer for a scan, in milliseconds. Default 10 minutes; 0 never answers. */
  readonly maxAgeMs?: number;
  /** Told what the scan does next; for progress only. */
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly now?: () => Date;
}

export interface ScanProgress {
  /** `Asking https://example.com/ as https://kqzvw….com` */
  readonly message: string;
  /** Requests sent so far. */
  readonly requests: number;
}

/**
 * One scan, from what was typed to the report: looks for a stored result, else scans, judges, reports and stores. Never
 * rejects: what cannot be tested is a report with `error` and the verdict `inconclusive`.
 */
export async function runScan(request: ScanRequest, _dependencies: ScanDependencies = {}): Promise<ScanReport> {
  throw new Error(`The scanner is not there yet; ${JSON.stringify(request.target)} was not scanned.`);
}
