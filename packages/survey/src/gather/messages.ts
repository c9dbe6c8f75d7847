import type { ResultRow } from "../store/survey-store.ts";

/** How a run asks; the same for every process of it. */
export interface GatherOptions {
  readonly allowPrivate: boolean;
  readonly insecure: boolean;
  /** Every check and every header test, or the CORS of the judged URL alone, by fewer questions. */
  readonly checks: "all" | "cors";
  readonly resolver: string | null;
  readonly deadlineMs: number;
  readonly userAgent: string;
  readonly optOutFile: string | null;
  /** Targets under way at once, in one process. */
  readonly concurrency: number;
  /** New targets a second, in one process; the pace finds its own below it. */
  readonly mostStarts: number;
  readonly politeness: Politeness;
}

/** What one address is asked at most. */
export interface Politeness {
  readonly connections: number;
  readonly startsPerSecond: number;
  /** Loopback addresses are nobody else's: they are spared only where a limit was given. */
  readonly sparesLoopback: boolean;
}

/** A target whose name was looked up. */
export interface Job {
  readonly id: number;
  readonly target: string;
  readonly host: string;
  readonly addresses: readonly string[];
  /** 1 at first, 2 for a retry. */
  readonly attempt: number;
}

export type ToWorker =
  | { readonly type: "begin"; readonly options: GatherOptions }
  | { readonly type: "jobs"; readonly jobs: readonly Job[] };

export type FromWorker =
  /** So many more targets may be sent. */
  | { readonly type: "want"; readonly count: number }
  | {
      readonly type: "results";
      readonly rows: readonly ResultRow[];
      readonly loopDelayMs: number;
      readonly starts: number;
    };
