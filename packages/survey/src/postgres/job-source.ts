import type { PgBoss } from "pg-boss";
import type { GatherSource } from "../gather/gather-source.ts";
import type { ResultRow, TargetRow } from "../store/survey-store.ts";
import { type Database, databaseError, isAway } from "./database.ts";
import { shardOf } from "./enqueue-run.ts";
import { affected, asBossDatabase, type Batch, type QueueName, unfinished } from "./queue.ts";
import { fact, insertResults } from "./run-tables.ts";

interface Held {
  readonly queue: QueueName;
  readonly id: string;
  readonly retryCount: number;
  readonly sites: Batch["sites"];
  readonly rows: ResultRow[];
}

/** A run's batches as a source of targets, on one of several machines. */
export interface JobSource extends GatherSource {
  readonly rejected: number;
  /** The addresses that were looked up for a host that is at hand. */
  addressesOf(host: string): readonly string[] | undefined;
  /** Resolves when what is complete is stored and what is not is given back. */
  close(): Promise<void>;
}

export interface JobSourceWish {
  readonly worker: string;
  readonly atHand: number;
  readonly leaseSeconds: number;
  readonly patienceMs: number;
  readonly onNotice: (sentence: string) => void;
  readonly onFailure: (error: Error) => void;
}

export function jobSource(database: Database, boss: PgBoss, wish: JobSourceWish): JobSource {
  const held = new Map<string, Held>();
  const byTarget = new Map<number, Held>();
  const hosts = new Map<string, readonly string[]>();
  const storing = new Set<Promise<void>>();
  let ready: TargetRow[] = [];
  let fetching = false;
  let ended: QueueName | null = null;
  let rejected = 0;
  let closed = false;
  let awaySince: number | null = null;

  /** Does it as often as it takes: a database that is away is waited for. */
  async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await work();
        if (awaySince !== null) wish.onNotice(`PostgreSQL at ${database.place} answers again: the work goes on.`);
        awaySince = null;
        return result;
      } catch (error) {
        if (!isAway(error) || closed) throw error;
        if (awaySince === null) {
          awaySince = performance.now();
          wish.onNotice(
            `PostgreSQL at ${database.place} does not answer. The work waits for it, ${wish.patienceMs / 1_000} s at most.`,
          );
        }
        if (performance.now() - awaySince > wish.patienceMs) throw error;
        await new Promise((wake) => setTimeout(wake, 1_000));
      }
    }
  }

  const failed = (error: unknown): void => wish.onFailure(databaseError(database.place, error));

  async function fetchMore(queue: QueueName): Promise<void> {
    fetching = true;
    try {
      const jobs = await patiently(() => boss.fetch<Batch>(queue, { batchSize: 2 }));
      for (const { id, retryCount, data } of jobs) {
        const job: Held = { queue, id, retryCount, sites: data.sites, rows: [] };
        held.set(id, job);
        for (const [target, site, text, addresses] of data.sites) {
          byTarget.set(target, job);
          if (addresses.length > 0) hosts.set(new URL(site).hostname, addresses);
          ready.push({ id: target, site, target: text, rank: 0, turn: 0 });
        }
      }
      if (jobs.length > 0) return;
      await new Promise((wake) => setTimeout(wake, 500));
      if ((await patiently(() => fact(database, "enqueuedAt"))) === null) return;
      if (held.size === 0 && !(await patiently(() => unfinished(database, queue)))) ended = queue;
    } catch (error) {
      failed(error);
    } finally {
      fetching = false;
    }
  }

  function forget(job: Held): void {
    held.delete(job.id);
    for (const [target, site] of job.sites) {
      if (byTarget.get(target) === job) byTarget.delete(target);
      hosts.delete(new URL(site).hostname);
    }
    ready = ready.filter(({ id }) => byTarget.has(id));
  }

  /** The end of a job and its results are one transaction, and only for whoever still holds the lease. */
  async function finish(job: Held): Promise<void> {
    try {
      const isOurs = await patiently(() =>
        database.transaction(async (connection) => {
          const db = asBossDatabase(connection);
          const { id, retryCount, queue, rows, sites } = job;
          if (affected(await boss.complete(queue, { id, retryCount }, null, { db })) !== 1) return false;
          await insertResults(connection, rows, wish.worker);
          const again = new Set(rows.filter((row) => row.again && row.attempts === 1).map(({ target }) => target));
          const retried = sites.filter(([target]) => again.has(target));
          if (retried.length > 0) {
            const shard = shardOf(retried[0]?.[3][0] ?? "");
            await boss.insert("again", [{ data: { sites: retried }, singletonKey: String(shard) }], { db });
          }
          return true;
        }),
      );
      if (!isOurs) lose(job);
    } catch (error) {
      failed(error);
    } finally {
      forget(job);
    }
  }

  function lose(job: Held): void {
    rejected++;
    wish.onNotice(
      `A batch of ${job.sites.length} sites was taken over by another worker: its late results are rejected.`,
    );
  }

  const beat = setInterval(
    () => {
      for (const job of held.values()) {
        if (job.rows.length === job.sites.length) continue;
        boss.touch(job.queue, { id: job.id, retryCount: job.retryCount }).then(
          (response) => {
            if (affected(response) !== 0 || !held.has(job.id) || job.rows.length === job.sites.length) return;
            lose(job);
            forget(job);
          },
          () => {}, // The next one may do better; the lease is lost only when the database says so.
        );
      }
    },
    (wish.leaseSeconds * 1_000) / 4,
  );

  return {
    get rejected() {
      return rejected;
    },
    addressesOf: (host) => hosts.get(host),
    next: (attempt, limit) => {
      const queue: QueueName = attempt === 1 ? "gather" : "again";
      if (ready.length === 0 && ended === queue) return [];
      if (!fetching && byTarget.size < wish.atHand) void fetchMore(queue);
      const rows = ready.splice(0, limit);
      return rows.length === 0 ? null : rows;
    },
    saveResults: (rows) => {
      for (const row of rows) {
        const job = byTarget.get(row.target);
        if (job === undefined) continue;
        job.rows.push(row);
        if (job.rows.length !== job.sites.length) continue;
        const stored = finish(job);
        storing.add(stored);
        void stored.then(() => storing.delete(stored));
      }
    },
    close: async () => {
      await Promise.all(storing);
      closed = true;
      clearInterval(beat);
      for (const { queue, id, retryCount } of held.values()) {
        await boss.fail(queue, { id, retryCount }).catch(() => {});
      }
    },
  };
}
