import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { ScanReport } from "../report/scan-report.ts";
import { openScanStore } from "../store/open-scan-store.ts";
import type { AcceptedScan, ScanStore } from "../store/scan-store.ts";
import type { Admission, Refusal } from "./admission.ts";
import { ClearCacheFloor } from "./clear-cache-floor.ts";
import { interruptedReport } from "./interrupted-report.ts";
import { eventIdsOf, type Progress, type ScanEvent, ScanEvents } from "./scan-event-log.ts";
import { type HistoryEntry, scanHistory } from "./scan-history.ts";
import { hasStoredResult, runScan, type ScanDependencies } from "./scan-service.ts";

/** What a visitor asks for, checked. */
export interface WebScanRequest {
  readonly url: string;
  readonly clearCache: boolean;
  readonly followRedirects: boolean;
}

/** A scan that was asked for here: waiting, running or finished. */
export interface ScanRecord {
  readonly id: string;
  readonly request: WebScanRequest;
  readonly status: "queued" | "running" | "done";
  readonly progress: Progress;
  /** Present when done. */
  readonly report?: ScanReport;
}

export interface RegistryLimits {
  /** Scans at once. */
  readonly concurrency: number;
  /** Scans that wait for their turn. */
  readonly queue: number;
  /** Of one requester, that run or wait. */
  readonly perRequester: number;
  /** Milliseconds between two scans of one host that ignore stored results. */
  readonly clearCacheFloorMs: number;
}

const defaultLimits: RegistryLimits = {
  concurrency: 4,
  queue: 100,
  perRequester: 100,
  clearCacheFloorMs: 60_000,
};

export interface RegistryOptions {
  /** What a scan may reach and where results are kept for all. */
  readonly scan?: ScanDependencies;
  readonly limits?: Partial<RegistryLimits>;
  /** What was promised, and its results; in memory unless told. The registry does not close it. */
  readonly store?: ScanStore;
  /** Who may have what scanned; everybody everything unless told. */
  readonly admission?: Admission;
  /** Told what broke, for the operator. */
  readonly onError?: (error: unknown) => void;
  /** Told what happened to a scan. */
  readonly onScan?: (what: "accepted" | "finished" | "requeued", scan: ScanRecord) => void;
}

type Entry = { -readonly [Key in keyof ScanRecord]: ScanRecord[Key] } & {
  readonly requester: string | null;
  events: ScanEvents;
  attempts: number;
};

/** Finished scans whose steps can still be followed; their results are in the store. */
const mostRemembered = 200;

/** A scan that was begun so often, and each time its server ended, is the likely reason. */
const mostAttempts = 5;

/** The scans of this server: a few run, some wait; what was promised and what came of it is in the store. */
export class ScanRegistry {
  readonly #scan: ScanDependencies;
  readonly #limits: RegistryLimits;
  readonly #store: ScanStore;
  readonly #options: RegistryOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: Entry[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #floor: ClearCacheFloor;
  readonly #stop = new AbortController();
  #isClosing = false;

  constructor(options: RegistryOptions = {}) {
    this.#options = options;
    this.#scan = options.scan ?? {};
    setMaxListeners(0, this.#stop.signal); // One listener for each scan under way.
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#store = options.store ?? openScanStore(":memory:");
    this.#floor = new ClearCacheFloor(
      this.#limits.clearCacheFloorMs,
      this.#scan.client?.alsoAllowed ?? new Set<string>(),
    );
  }

  /** Takes up what is owed from before. */
  resume(): void {
    for (const { attempts, ...scan } of this.#store.owed) {
      const entry = this.#enter(scan, null, attempts);
      this.#options.onScan?.("requeued", entry);
    }
    this.#startNext();
  }

  /** Takes a scan in, which is then owed whatever happens to this process, or says why not. */
  submit(request: WebScanRequest, requester = "unknown"): ScanRecord | Refusal {
    const refusal = this.#refuse(request, requester);
    if (refusal !== null) return refusal;
    // 128 random bits: whoever was not given them cannot find the result.
    const scan = { id: randomBytes(16).toString("hex"), acceptedAt: new Date(), ...request };
    this.#store.accept(scan);
    const entry = this.#enter(scan, requester, 0);
    this.#options.onScan?.("accepted", entry);
    this.#startNext();
    return entry;
  }

  get(id: string): ScanRecord | null {
    const entry = this.#entries.get(id);
    if (entry !== undefined && (entry.status !== "done" || entry.report !== undefined)) return entry;
    const found = this.#store.find(id);
    if (found === null) return null;
    const { report, ...request } = found;
    return { id, request, status: "done", progress: { message: "Done.", requests: report.requests }, report };
  }

  /** The results of a finished scan's address, newest first; empty for one that is not. */
  history(id: string): readonly HistoryEntry[] {
    const scan = this.get(id);
    return scan?.report === undefined ? [] : scanHistory(scan.request, scan.report, this.#scan);
  }

  /** How many scans come before this one; 0 when it is not waiting. */
  before(id: string): number {
    return Math.max(
      0,
      this.#waiting.findIndex((entry) => entry.id === id),
    );
  }

  /** The events of a scan after the one with id `after`, in order; empty for a scan that is not there. */
  eventsAfter(id: string, after: number): readonly ScanEvent[] {
    const entry = this.#entries.get(id);
    if (entry !== undefined) return entry.events.after(after);
    const found = this.#store.find(id);
    if (found === null || found.lastEvent <= after) return [];
    return [{ id: found.lastEvent, type: "done", progress: { message: "Done.", requests: found.report.requests } }];
  }

  /** Resolves at the next event of a scan, at once when it is done, and after `milliseconds` at the latest. */
  nextEvent(id: string, milliseconds: number): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.status === "done") return Promise.resolve();
    return entry.events.next(milliseconds);
  }

  get admission(): Admission | undefined {
    return this.#options.admission;
  }

  /** Whether what is taken in now would outlive this process. */
  canPromise(): boolean {
    return this.#store.isWritable();
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  get load(): { readonly running: number; readonly queued: number } {
    return { running: this.#running.size, queued: this.#waiting.length };
  }

  /**
   * Takes nothing in and begins nothing more. What runs has so many milliseconds to finish; what then still runs, or waits,
   * stays owed: whoever opens the store next begins it again.
   */
  async close(graceMs = 0): Promise<void> {
    this.#isClosing = true;
    this.#waiting.length = 0;
    const running = Promise.all(this.#running);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([running, late]);
    clearTimeout(timer);
    this.#stop.abort();
    await running;
  }

  #refuse(request: WebScanRequest, requester: string): Refusal | null {
    if (this.#isClosing) {
      const detail = "This server is being restarted. Try again in a few seconds.";
      return { code: "shutting-down", detail, retryAfterSeconds: 10 };
    }
    const isFull = this.#running.size >= this.#limits.concurrency && this.#waiting.length >= this.#limits.queue;
    if (isFull) {
      const detail = "As many scans as this server keeps are waiting. Try again in half a minute.";
      return { code: "too-many-scans", detail, retryAfterSeconds: 30 };
    }
    let unfinished = 0;
    for (const entry of this.#entries.values()) {
      if (entry.requester === requester && entry.status !== "done") unfinished++;
    }
    if (unfinished >= this.#limits.perRequester) {
      const detail = `${unfinished} scans for your address run or wait, as many as may. Try again when one is done.`;
      return { code: "too-many-waiting", detail, retryAfterSeconds: 10 };
    }
    const { url: target, ...how } = request;
    const isStored = hasStoredResult({ target, ...how, clearCache: this.#ignoresStored(request) }, this.#scan);
    return this.#options.admission?.admit(target, requester, isStored) ?? null;
  }

  #ignoresStored({ clearCache, url }: WebScanRequest): boolean {
    return clearCache && this.#floor.secondsSince(url) === null;
  }

  #enter({ id, acceptedAt: _, ...request }: AcceptedScan, requester: string | null, attempts: number): Entry {
    const entry: Entry = {
      id,
      request,
      requester,
      status: "queued",
      progress: { message: "Waiting for its turn.", requests: 0 },
      events: new ScanEvents(eventIdsOf(attempts)),
      attempts,
    };
    this.#entries.set(id, entry);
    this.#waiting.push(entry);
    return entry;
  }

  #startNext(): void {
    while (this.#running.size < this.#limits.concurrency && !this.#isClosing) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return;
      const running = this.#run(entry).finally(() => {
        this.#running.delete(running);
        this.#startNext();
      });
      this.#running.add(running);
    }
  }

  async #run(entry: Entry): Promise<void> {
    const { id, request } = entry;
    entry.status = "running";
    this.#tell(entry, "progress", { message: "Starting.", requests: 0 });
    const report = await this.#scanOnce(entry).catch((error: unknown) => {
      this.#options.onError?.(error);
      return interruptedReport(request.url, new Date());
    });
    // Stopped from here, it says nothing about the site.
    if (this.#stop.signal.aborted) return;
    const done: Progress = { message: "Done.", requests: report.requests };
    try {
      this.#store.finish(id, { report, lastEvent: entry.events.lastId + 1 }, new Date());
    } catch (error) {
      this.#options.onError?.(error);
      entry.report = report;
    }
    entry.status = "done";
    this.#tell(entry, "done", done);
    this.#options.onScan?.("finished", { ...entry, report });
    this.#forgetOldest();
  }

  async #scanOnce(entry: Entry): Promise<ScanReport> {
    const { url, followRedirects, clearCache } = entry.request;
    if (entry.attempts >= mostAttempts)
      throw new Error(`A scan was begun ${mostAttempts} times, and each time this server ended.`);
    this.#store.begin(entry.id);
    const held = clearCache ? this.#floor.secondsSince(url) : null;
    // Counted from the start, too, or several that come at once would all get through.
    if (clearCache && held === null) this.#floor.scanned(url);
    const gate = this.#options.admission?.gate(url);
    const report = await runScan(
      { target: url, followRedirects, clearCache: clearCache && held === null },
      {
        ...this.#scan,
        client: { ...this.#scan.client, signal: this.#stop.signal, ...(gate === undefined ? {} : { gate }) },
        onProgress: (progress) => this.#tell(entry, "progress", progress),
      },
    );
    if (!report.cached) this.#floor.scanned(url);
    const heldBack = held !== null && report.cached ? [this.#floor.describe(held)] : [];
    return { ...report, notes: [...heldBack, ...report.notes] };
  }

  #tell(entry: Entry, type: ScanEvent["type"], { message, requests }: Progress): void {
    // A redirect chooses the URL that a message names.
    entry.progress = { message: message.length > 200 ? `${message.slice(0, 200)}…` : message, requests };
    entry.events.add(type, entry.progress);
  }

  #forgetOldest(): void {
    let excess = [...this.#entries.values()].filter(({ status }) => status === "done").length - mostRemembered;
    for (const [id, { status, report }] of this.#entries) {
      if (excess <= 0) return;
      if (status !== "done" || report !== undefined) continue;
      this.#entries.delete(id);
      excess--;
    }
  }
}
