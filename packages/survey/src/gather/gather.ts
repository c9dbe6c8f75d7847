import { failure } from "crosscheck/scan/client-failure";
import type { ClientFailure } from "crosscheck/scan/http-client";
import type { ScanOutcome } from "crosscheck/scan/scan";
import type { OptOut } from "../lists/opt-out.ts";
import type { OutcomeClass } from "../store/outcome-class.ts";
import { packScan } from "../store/stored-scan.ts";
import type { ResultRow, TargetRow } from "../store/survey-store.ts";
import { type AddressGate, addressGate } from "./address-gate.ts";
import { type BulkNames, isLookupFailure } from "./bulk-names.ts";
import { classify } from "./classify.ts";
import type { GatherSource } from "./gather-source.ts";
import type { GatherOptions, Job } from "./messages.ts";
import { nameServerGone, patientNames } from "./patient-names.ts";
import { startWorkerPool, type WorkerPool } from "./worker-pool.ts";

export interface GatherWish {
  readonly options: GatherOptions;
  readonly processes: number;
  readonly names: BulkNames;
  readonly optOut: OptOut;
  /** Milliseconds that a run waits for a name server that does not answer, before it stops. */
  readonly nameServerPatienceMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: GatherProgress) => void;
  readonly onNotice: (sentence: string) => void;
}

export interface GatherProgress {
  readonly done: number;
  readonly loopDelayMs: number;
  /** Of the targets at hand, those that wait for their address alone. */
  readonly waitingForAddress: number;
  /** The share of the targets at hand that are at the busiest address. */
  readonly busiestShare: number;
  readonly retrying: boolean;
  readonly pids: readonly number[];
}

export type GatherEnd = { readonly end: "done" } | { readonly end: "stopped"; readonly why: string };

/** Targets that are looked up, wait or are under way at once: what a run has in memory. */
const mostAtHand = 20_000;
const mostInTransaction = 1_000;
const flushEveryMs = 500;
const mostCrashes = 10;
/** Sites begun a second, in each process, when they are tried again. */
const retryStarts = 25;

/** Gathers all targets that have no result yet, then tries those again that failed as a busy scanner makes them fail. */
export async function gather(source: GatherSource, wish: GatherWish): Promise<GatherEnd> {
  const first = await pass(source, wish, 1);
  if (first.end === "stopped") return first;
  // At low load: what fails now does not fail because of us. The load is what is begun; who keeps silent is none, and if few
  // could be waited for at once, the silent ones of a million would take days.
  const { options } = wish;
  const waiting = Math.ceil((retryStarts * options.deadlineMs) / 1_000);
  const calm = {
    ...wish,
    options: { ...options, concurrency: Math.min(options.concurrency, waiting), mostStarts: retryStarts },
  };
  wish.names.slowDown();
  return pass(source, calm, 2);
}

function pass(source: GatherSource, wish: GatherWish, attempt: number): Promise<GatherEnd> {
  const { options, optOut, signal } = wish;
  const leaving = new AbortController();
  const names = patientNames(wish.names, { milliseconds: wish.nameServerPatienceMs, onNotice: wish.onNotice });
  const gate: AddressGate = addressGate(options.politeness);
  /** Targets that wait, by address; an address is in `ready` when it may be asked now, as far as is known. */
  const waiting = new Map<string, Job[]>();
  const ready: string[] = [];
  const crashes = new Map<number, number>();
  let rows: ResultRow[] = [];
  let atHand = 0;
  let held = 0;
  let done = 0;
  let exhausted = false;
  let lostInARow = 0;

  return new Promise((resolve, reject) => {
    let ended = false;
    let pool: WorkerPool | null = null;
    const timer = setInterval(tick, flushEveryMs);
    const stop = (): void => end({ end: "stopped", why: "The run was stopped. Go on with --resume." });
    signal.addEventListener("abort", stop, { once: true });
    guarded(() => {
      refill();
      if (exhausted && atHand === 0) return end({ end: "done" });
      pool = startWorkerPool(wish.processes, options, {
        onResults: (arrived) => guarded(() => take(arrived)),
        onWanted: () => guarded(dispatch),
        onLost: (jobs, how) => guarded(() => giveBack(jobs, how)),
      });
    });

    /** An error of where results go ends the run, with what it was; what is stored is whole. */
    function guarded(work: () => void): void {
      if (ended) return;
      try {
        work();
      } catch (error) {
        ended = true;
        void close().then(() => reject(error));
      }
    }

    async function close(): Promise<void> {
      clearInterval(timer);
      signal.removeEventListener("abort", stop);
      leaving.abort();
      await pool?.stop();
    }

    function end(how: GatherEnd): void {
      if (ended) return;
      guarded(flush);
      if (ended) return;
      ended = true;
      void close().then(() => resolve(how));
    }

    function tick(): void {
      guarded(() => {
        flush();
        refill();
        dispatch();
        wish.onProgress({
          done,
          loopDelayMs: pool?.loopDelayMs ?? 0,
          waitingForAddress: held,
          busiestShare: atHand === 0 ? 0 : mostWaiting() / atHand,
          retrying: attempt > 1,
          pids: pool?.pids ?? [],
        });
        if (exhausted && atHand === 0) end({ end: "done" });
      });
    }

    /** At one address that may not be asked faster. */
    function mostWaiting(): number {
      let most = 0;
      for (const [address, { length }] of waiting) if (length > most && gate.limits(address)) most = length;
      return most;
    }

    function refill(): void {
      if (exhausted || atHand > mostAtHand / 2 || names.isAway) return;
      const targets = source.next(attempt, mostAtHand - atHand);
      if (targets === null) return;
      if (targets.length === 0) exhausted = true;
      atHand += targets.length;
      for (const target of targets) void lookUp(target);
    }

    async function lookUp(row: TargetRow): Promise<void> {
      const host = new URL(row.site).hostname.replace(/^\[|\]$/g, "");
      const name = { id: row.id, target: row.target, host, attempt };
      if (optOut.has(host)) return guarded(() => settle(row, "opted-out", optedOut(host)));
      const found = isAddress(host) ? [host] : await names.resolve(host, leaving.signal);
      if (found === null) return end({ end: "stopped", why: nameServerGone });
      guarded(() => {
        if (isLookupFailure(found)) return settle(row, null, found);
        if (found.some((address) => optOut.has(address))) return settle(row, "opted-out", optedOut(host));
        enqueue({ ...name, addresses: found.slice(0, 8) });
      });
    }

    function enqueue(job: Job): void {
      const address = job.addresses[0] ?? "";
      const others = waiting.get(address);
      held++;
      if (others === undefined) {
        waiting.set(address, [job]);
        ready.push(address);
        dispatch();
      } else others.push(job);
    }

    function dispatch(): void {
      if (pool === null || ready.length === 0) return;
      const jobs: Job[] = [];
      let wanted = pool.wanted;
      while (wanted > 0) {
        const address = ready.shift();
        if (address === undefined) break;
        const queue = waiting.get(address);
        if (queue === undefined) continue;
        const now = performance.now();
        const wait = gate.waitFor(address, now);
        if (wait > 0) {
          // When a connection there ends, `leave` brings it back.
          if (Number.isFinite(wait)) setTimeout(() => guarded(() => bring(address)), wait + 1);
          continue;
        }
        const job = queue.shift();
        if (job !== undefined) {
          gate.enter(address, now);
          jobs.push(job);
          wanted--;
          held--;
        }
        if (queue.length === 0) waiting.delete(address);
        else ready.push(address);
      }
      if (jobs.length > 0) pool.send(jobs);
    }

    function bring(address: string): void {
      if (!waiting.has(address)) return;
      ready.push(address);
      dispatch();
    }

    function take(arrived: readonly ResultRow[]): void {
      lostInARow = 0;
      for (const row of arrived) {
        keep(row);
        if (row.address !== null) leave(row.address);
      }
      dispatch();
    }

    function leave(address: string): void {
      const wasFull = gate.waitFor(address, performance.now()) === Number.POSITIVE_INFINITY;
      gate.leave(address);
      if (wasFull && waiting.has(address)) ready.push(address);
    }

    function giveBack(jobs: readonly Job[], how: string): void {
      lostInARow++;
      if (lostInARow > 10) {
        end({
          end: "stopped",
          why: `Ten of the run's processes ended one after another without a result (the last: ${how}). What was gathered is stored. Check the machine's memory and its limits, and go on with --resume.`,
        });
        return;
      }
      for (const job of jobs) {
        leave(job.addresses[0] ?? "");
        const times = (crashes.get(job.id) ?? 0) + 1;
        crashes.set(job.id, times);
        // Being under way in a process that somebody kills is no fault of a target; being there each time may be.
        if (times <= mostCrashes) {
          enqueue(job);
        } else
          settle(
            { id: job.id, target: job.target },
            "not-scannable",
            failure("reset", "The scanner itself ended each time that it asked this site. Please report it."),
          );
      }
    }

    function settle(row: Pick<TargetRow, "id" | "target">, as: OutcomeClass | null, why: ClientFailure): void {
      const outcome: ScanOutcome = {
        finalUrl: row.target,
        evidence: null,
        others: [],
        shown: null,
        failure: { code: as === "opted-out" ? "opted-out" : why.code, message: why.why },
        redirects: [],
        notes: [],
        requests: 0,
      };
      keep({
        target: row.id,
        ...classify({ ...outcome, failure: { code: why.code, message: why.why } }),
        ...(as === null ? {} : { class: as, again: false }),
        attempts: attempt,
        address: null,
        scannedAt: Date.now(),
        durationMs: 0,
        requests: 0,
        loopDelayMs: 0,
        exchanges: packScan(outcome),
      });
    }

    function keep(row: ResultRow): void {
      rows.push(row);
      atHand--;
      done++;
      if (rows.length >= mostInTransaction) flush();
    }

    function flush(): void {
      if (rows.length === 0) return;
      const batch = rows;
      rows = [];
      source.saveResults(batch);
    }
  });
}

function optedOut(host: string): ClientFailure {
  return failure("address-not-allowed", `${host} has asked not to be surveyed, and was not.`);
}

function isAddress(host: string): boolean {
  return /^[0-9.]+$/.test(host) || host.includes(":");
}
