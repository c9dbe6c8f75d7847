import type { ScanReport } from "../report/scan-report.ts";

/** A scan that somebody asked for and was promised. */
export interface AcceptedScan {
  /** Whoever was not given it cannot find the scan. */
  readonly id: string;
  readonly url: string;
  readonly clearCache: boolean;
  readonly followRedirects: boolean;
  readonly acceptedAt: Date;
}

/** One that is still owed, after a restart. */
export interface OwedScan extends AcceptedScan {
  /** How often it was begun, by servers that then ended. */
  readonly attempts: number;
}

interface FinishedScan extends AcceptedScan {
  readonly report: ScanReport;
  /** The id of its last event. */
  readonly lastEvent: number;
}

/**
 * The scans that were promised, and their results. What `accept` returned from is on the disk: a server that is killed
 * finds it again in `owed`. Every method throws when the file fails.
 */
export interface ScanStore {
  accept(scan: AcceptedScan): void;
  /** Counts an attempt: a scan that ends its server again and again is given up one day. */
  begin(id: string): void;
  /** False when it is finished already, or not there: a scan has one result. */
  finish(id: string, result: Pick<FinishedScan, "report" | "lastEvent">, now: Date): boolean;
  find(id: string): FinishedScan | null;
  /** What was accepted before this store was opened and was not finished then, oldest first. */
  readonly owed: readonly OwedScan[];
  /** Tries it. */
  isWritable(): boolean;
  close(): void;
}
