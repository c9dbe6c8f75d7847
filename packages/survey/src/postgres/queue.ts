import { PgBoss } from "pg-boss";
import type { Connection, Database } from "./database.ts";

/** Sites of one shard: a site is its number, the site, the target as listed, and its addresses. */
export interface Batch {
  readonly sites: readonly (readonly [id: number, site: string, target: string, addresses: readonly string[]])[];
}

const queueNames = ["gather", "again"] as const;
export type QueueName = (typeof queueNames)[number];

const queueSchema = "crosscheck_queue";
const day = 86_000;

/** pg-boss over the run's own connections. Whoever works also watches over the others' heartbeats. */
export function openBoss(database: Database): PgBoss {
  const boss = new PgBoss({
    db: asBossDatabase(database),
    schema: queueSchema,
    schedule: false,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
  });
  // A database that is away is told where the work waits for it.
  boss.on("error", () => {});
  return boss;
}

export function asBossDatabase(connection: Connection): {
  executeSql(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
} {
  return { executeSql: async (sql, values) => ({ rows: [...(await connection.query(sql, values))] }) };
}

/** One batch of a shard is under way at once, on whatever machine: an address is asked by one machine at a time. */
export async function createQueues(boss: PgBoss, leaseSeconds: number): Promise<void> {
  for (const name of queueNames) {
    await boss.createQueue(name, {
      policy: "singleton",
      retryLimit: 1_000_000,
      expireInSeconds: day,
      heartbeatSeconds: leaseSeconds,
      retentionSeconds: 365 * day,
      deleteAfterSeconds: day,
    });
  }
}

export async function unfinished(database: Database, name: QueueName): Promise<boolean> {
  const [row] = await database.query(
    `SELECT EXISTS (SELECT 1 FROM ${queueSchema}.job WHERE name = $1 AND state < 'completed') AS left`,
    [name],
  );
  return row?.left === true;
}

/** How many jobs a call of pg-boss changed: none when the lease went to another. Its types leave it out. */
export function affected(response: object): number {
  if ("affected" in response && typeof response.affected === "number") return response.affected;
  throw new Error("pg-boss does not say how many jobs it changed.");
}
