import type { ScanReport } from "../report/scan-report.ts";
import { ClearCacheFloor } from "./clear-cache-floor.ts";
import { interruptedReport } from "./interrupted-report.ts";
import { runScan, type ScanDependencies } from "./scan-service.ts";

/** What a visitor asks for, checked. */
export interface WebScanRequest {
  readonly url: string;
  readonly clearCache: boolean;
  readonly followRedirects: boolean;
}

/** A scan that was asked for here: waiting, running or finished. */
export interface ScanRecord {
  /** 122 random bits: whoever was not given it cannot find the result. */
  readonly id: string;
  readonly request: WebScanRequest;
  readonly status: "queued" | "running" | "done";
  readonly progress: Progress;
  /** Present when done. */
  readonly report?: ScanReport;
}

export interface Progress {
  readonly message: string;
  readonly requests: number;
}

/** A step of a scan; ids count from 1 within it. */
export interface ScanEvent {
  readonly id: number;
  readonly type: "progress" | "done";
  readonly progress: Progress;
}

export interface RegistryLimits {
  /** Scans at once. */
  readonly concurrency: number;
  /** Scans that wait for their turn. */
  readonly queue: number;
  /** Finished scans that are kept; the oldest go first. */
  readonly kept: number;
  /** Milliseconds between two scans of one host that ignore stored results. */
  readonly clearCacheFloorMs: number;
}

export const defaultLimits: RegistryLimits = { concurrency: 4, queue: 100, kept: 200, clearCacheFloorMs: 60_000 };

type Entry = { -readonly [Key in keyof ScanRecord]: ScanRecord[Key] } & {
  events: ScanEvent[];
  readonly listeners: Set<() => void>;
};

/** The scans of this server: a few run, some wait, the latest results are kept in memory. */
export class ScanRegistry {
  readonly #dependencies: ScanDependencies;
  readonly #limits: RegistryLimits;
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: Entry[] = [];
  readonly #floor: ClearCacheFloor;
  readonly #onError: (error: unknown) => void;
  #running = 0;

  constructor(
    dependencies: ScanDependencies,
    limits: RegistryLimits = defaultLimits,
    onError: (error: unknown) => void = () => {},
  ) {
    this.#dependencies = dependencies;
    this.#limits = limits;
    this.#onError = onError;
    this.#floor = new ClearCacheFloor(limits.clearCacheFloorMs, dependencies.client?.alsoAllowed ?? new Set());
  }

  /** Takes a scan in; null when too many wait already. */
  submit(request: WebScanRequest): ScanRecord | null {
    if (this.#running >= this.#limits.concurrency && this.#waiting.length >= this.#limits.queue) return null;
    const entry: Entry = {
      id: crypto.randomUUID(),
      request,
      status: "queued",
      progress: { message: "Waiting for its turn.", requests: 0 },
      events: [],
      listeners: new Set(),
    };
    this.#entries.set(entry.id, entry);
    this.#waiting.push(entry);
    this.#startNext();
    return entry;
  }

  get(id: string): ScanRecord | null {
    return this.#entries.get(id) ?? null;
  }

  /** The events of a scan after the one with id `after`, in order; empty for a scan that is not there. */
  eventsAfter(id: string, after: number): readonly ScanEvent[] {
    return this.#entries.get(id)?.events.filter((event) => event.id > after) ?? [];
  }

  /** Resolves at the next event of a scan, at once when it is done, and after `milliseconds` at the latest. */
  nextEvent(id: string, milliseconds: number): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.status === "done") return Promise.resolve();
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        entry.listeners.delete(settle);
        resolve();
      };
      const timer = setTimeout(settle, milliseconds);
      entry.listeners.add(settle);
    });
  }

  #startNext(): void {
    while (this.#running < this.#limits.concurrency) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return;
      this.#running++;
      void this.#run(entry).finally(() => {
        this.#running--;
        this.#startNext();
      });
    }
  }

  async #run(entry: Entry): Promise<void> {
    const { url, followRedirects, clearCache } = entry.request;
    const held = clearCache ? this.#floor.secondsSince(url) : null;
    // Counted from the start, too, or several that come at once would all get through.
    if (clearCache && held === null) this.#floor.scanned(url);
    entry.status = "running";
    this.#tell(entry, "progress", { message: "Starting.", requests: 0 });
    const report = await runScan(
      { target: url, followRedirects, clearCache: clearCache && held === null },
      { ...this.#dependencies, onProgress: (progress) => this.#tell(entry, "progress", progress) },
    ).catch((error: unknown) => {
      this.#onError(error);
      return interruptedReport(url, new Date());
    });
    if (!report.cached) this.#floor.scanned(url);
    const heldBack = held !== null && report.cached ? [this.#floor.describe(held)] : [];
    entry.report = { ...report, notes: [...heldBack, ...report.notes] };
    entry.status = "done";
    this.#tell(entry, "done", { message: "Done.", requests: report.requests });
    this.#forgetOldest();
  }

  #tell(entry: Entry, type: ScanEvent["type"], { message, requests }: Progress): void {
    // A redirect chooses the URL that a message names.
    const progress = { message: message.length > 200 ? `${message.slice(0, 200)}…` : message, requests };
    entry.progress = progress;
    entry.events.push({ id: (entry.events.at(-1)?.id ?? 0) + 1, type, progress });
    for (const listener of [...entry.listeners]) listener();
  }

  #forgetOldest(): void {
    let excess = [...this.#entries.values()].filter(({ status }) => status === "done").length - this.#limits.kept;
    for (const [id, { status }] of this.#entries) {
      if (excess <= 0) return;
      if (status !== "done") continue;
      this.#entries.delete(id);
      excess--;
    }
  }
}
