import type { ScanReport } from "../report/scan-report.ts";

/** What a stored result answers for: the same URL asked in the same way. */
export interface ResultKey {
  /** Normalised: `https://example.com/`. */
  readonly url: string;
  readonly followRedirects: boolean;
  /**
   * How far the scan could reach: public addresses, those and an address allowed by name (a demo site), or private ones.
   * What was gathered with a longer reach never answers somebody with a shorter one.
   */
  readonly reach: "public" | "named" | "private";
}

/** Results of earlier scans. Never throws: a store that fails warns once, and the scan goes on without it. */
export interface ResultStore {
  /** The newest result that is at most `maxAgeMs` old at `now`; null when there is none. */
  find(key: ResultKey, maxAgeMs: number, now: Date): ScanReport | null;
  /** Those that are kept, up to a moment, newest first. */
  list(key: ResultKey, until: Date): readonly ScanReport[];
  save(key: ResultKey, report: ScanReport): void;
  close(): void;
}
