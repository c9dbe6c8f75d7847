import { makeScanReport, type ScanFacts } from "../report/make-scan-report.ts";
import type { ScanReport } from "../report/scan-report.ts";
import type { HttpClientOptions } from "../scan/http-client.ts";
import { parseTarget } from "../scan/parse-target.ts";
import { type ScanOptions, scan } from "../scan/scan.ts";
import type { ResultKey, ResultStore } from "../store/result-store.ts";

/** What is asked for, by a command line, a form or an HTTP request. */
export interface ScanRequest {
  /** A domain or a URL, as typed. */
  readonly target: string;
  /** Default true. False judges the first response. */
  readonly followRedirects?: boolean;
  /** Ignore a stored result and scan now. Default false. */
  readonly clearCache?: boolean;
  /** How the judged URL is asked, which paths are judged as well, and what is sent along: nothing of it is stored. */
  readonly asking?: Pick<ScanOptions, "method" | "paths" | "headers" | "policy">;
  /** Where the policy says what a finding is about. */
  readonly placeOf?: ScanFacts["placeOf"];
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

interface ScanProgress {
  /** `GET https://example.com/ as https://kqzvwmfhbxyt.com` */
  readonly message: string;
  /** Requests sent so far. */
  readonly requests: number;
}

const tenMinutes = 10 * 60 * 1_000;

/**
 * One scan, from what was typed to the report: looks for a stored result, else scans, judges, reports and stores. Never
 * rejects: what cannot be tested is a report with `error` and the verdict `inconclusive`.
 */
export async function runScan(request: ScanRequest, dependencies: ScanDependencies = {}): Promise<ScanReport> {
  const { client = {}, store = null, onProgress, now = () => new Date() } = dependencies;
  const { target, followRedirects = true, asking = {}, placeOf } = request;
  const scannedAt = now();

  const stored = storedResult(request, dependencies, scannedAt);
  if (stored !== null) return { ...stored, target, cached: true };

  const started = performance.now();
  const outcome = await scan(target, {
    followRedirects,
    client,
    ...asking,
    ...(onProgress === undefined ? {} : { onProgress: (message, requests) => onProgress({ message, requests }) }),
  });
  const report = makeScanReport({
    ...outcome,
    target,
    scannedAt,
    durationMs: performance.now() - started,
    ...(placeOf === undefined ? {} : { placeOf }),
  });

  const key = Object.keys(asking).length > 0 ? null : resultKey(target, followRedirects, client);
  // What could not be tested may be up again in a second: it answers for nothing.
  if (key !== null && report.verdict !== "inconclusive") store?.save(key, report);
  return report;
}

/** Whether a stored result would answer a scan now, so that nothing would be sent to the site. */
export function hasStoredResult(request: ScanRequest, dependencies: ScanDependencies): boolean {
  return storedResult(request, dependencies, (dependencies.now ?? (() => new Date()))()) !== null;
}

/** The results that are kept for whoever asks the same, up to a moment, newest first. */
export function storedResults(
  { target, followRedirects = true }: ScanRequest,
  { client = {}, store = null }: ScanDependencies,
  until: Date,
): readonly ScanReport[] {
  const key = resultKey(target, followRedirects, client);
  return key === null || store === null ? [] : store.list(key, until);
}

function storedResult(request: ScanRequest, dependencies: ScanDependencies, now: Date): ScanReport | null {
  const { target, followRedirects = true, clearCache = false, asking = {} } = request;
  const { client = {}, store = null, maxAgeMs = tenMinutes } = dependencies;
  if (store === null || clearCache || maxAgeMs <= 0 || Object.keys(asking).length > 0) return null;
  const key = resultKey(target, followRedirects, client);
  return key === null ? null : store.find(key, maxAgeMs, now);
}

/** What a result is kept under; null when it says nothing about the site as others reach it. */
function resultKey(target: string, followRedirects: boolean, client: HttpClientOptions): ResultKey | null {
  if (client.insecure === true || client.resolver !== undefined) return null;
  const parsed = parseTarget(target);
  if (!parsed.ok) return null;
  // A bare domain may end at http, which the same domain written with https never does: both URLs are the key.
  return { url: parsed.urls.join(" "), followRedirects, reach: reachOf(parsed.urls, client) };
}

function reachOf(urls: readonly string[], { allowPrivate, alsoAllowed }: HttpClientOptions): ResultKey["reach"] {
  if (allowPrivate === true) return "private";
  return urls.some((url) => alsoAllowed?.has(hostAndPort(url))) ? "named" : "public";
}

/** As the guard names a host: with its port, the default one too. */
function hostAndPort(text: string): string {
  const { hostname, port, protocol } = new URL(text);
  return `${hostname}:${port === "" ? (protocol === "https:" ? 443 : 80) : port}`;
}
