import { createHash } from "node:crypto";
import type { BulkNames } from "../gather/bulk-names.ts";
import { isLookupFailure } from "../gather/bulk-names.ts";
import { nameServerGone, patientNames } from "../gather/patient-names.ts";
import type { OptOut } from "../lists/opt-out.ts";
import { StoreError } from "../store/store-error.ts";
import type { SurveyStore } from "../store/survey-store.ts";
import type { Database } from "./database.ts";
import { asBossDatabase, type Batch, createQueues, openBoss } from "./queue.ts";
import { fact, runTables, setFact } from "./run-tables.ts";

const atOnce = 10_000;
const mostInBatch = 250;
const shards = 256;

/** Copies a list that was read into the database, in one transaction: an enqueuing that is killed has copied nothing. */
export async function copyTargets(database: Database, store: SurveyStore, settings: string): Promise<void> {
  await database.transaction(async (connection) => {
    await connection.query(runTables);
    let place = { turn: -1, id: -1 };
    for (;;) {
      const rows = store.pending(place, atOnce);
      const last = rows.at(-1);
      if (last === undefined) break;
      place = { turn: last.turn, id: last.id };
      await connection.query(
        `INSERT INTO crosscheck.targets (id, site, target, rank, turn)
         SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])`,
        [
          rows.map(({ id }) => id),
          rows.map(({ site }) => site),
          rows.map(({ target }) => target),
          rows.map(({ rank }) => rank),
          rows.map(({ turn }) => turn),
        ],
      );
    }
    await setFact(connection, "settings", settings);
    await setFact(connection, "list", store.fact("list") ?? "null");
  });
}

/**
 * Looks up every name and makes batches by the hash of the address. Names without an address go into a batch, too: the worker
 * that asks again and finds none is the one that says so. Each round is one transaction, so it goes on where it was killed.
 */
export async function enqueueTargets(
  database: Database,
  names: BulkNames,
  optOut: OptOut,
  leaseSeconds: number,
  patience: { readonly milliseconds: number; readonly onNotice: (sentence: string) => void },
): Promise<number> {
  const boss = openBoss(database);
  await boss.start();
  const patient = patientNames(names, patience);
  const { signal } = new AbortController();
  let count = 0;
  try {
    await createQueues(boss, leaseSeconds);
    for (;;) {
      const rows = await database.query(
        "SELECT id, site, target FROM crosscheck.targets WHERE NOT enqueued ORDER BY turn, id LIMIT $1",
        [atOnce],
      );
      if (rows.length === 0) break;
      const byShard = new Map<number, [number, string, string, readonly string[]][]>();
      await Promise.all(
        rows.map(async (row) => {
          const site = String(row.site);
          const host = new URL(site).hostname.replace(/^\[|\]$/g, "");
          const isAddress = /^[0-9.]+$/.test(host) || host.includes(":");
          const found = isAddress ? [host] : optOut.has(host) ? [] : await patient.resolve(host, signal);
          if (found === null) throw new StoreError(nameServerGone);
          const addresses = isLookupFailure(found) ? [] : found.slice(0, 8);
          const shard = shardOf(addresses[0] ?? host);
          byShard.set(shard, [...(byShard.get(shard) ?? []), [Number(row.id), site, String(row.target), addresses]]);
        }),
      );
      await database.transaction(async (connection) => {
        const ids = rows.map(({ id }) => id);
        const marked = await connection.query(
          "UPDATE crosscheck.targets SET enqueued = true WHERE id = ANY($1::bigint[]) AND NOT enqueued RETURNING id",
          [ids],
        );
        if (marked.length !== ids.length) throw new StoreError("Another enqueue is at work on this run. Wait for it.");
        for (const [shard, sites] of byShard) {
          for (let from = 0; from < sites.length; from += mostInBatch) {
            const batch: Batch = { sites: sites.slice(from, from + mostInBatch) };
            await boss.insert("gather", [{ data: { ...batch }, singletonKey: String(shard) }], {
              db: asBossDatabase(connection),
            });
          }
        }
      });
      count += rows.length;
    }
    if ((await fact(database, "enqueuedAt")) === null) {
      await setFact(database, "enqueuedAt", new Date().toISOString());
    }
    return count;
  } finally {
    await boss.stop({ graceful: false });
  }
}

export function shardOf(address: string): number {
  return createHash("sha1").update(address).digest().readUInt32BE(0) % shards;
}
