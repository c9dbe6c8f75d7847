import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { loopbackSite } from "../loopback-site.ts";

export interface KillRun {
  /** Scans that were answered with 202. */
  readonly accepted: number;
  readonly kills: number;
  /** Of those accepted: without a result, with the result of another address, or with more than one row. */
  readonly lost: number;
  readonly wrong: number;
  readonly doubled: number;
  /** Taken in without an answer, because the kill came between: they have a result all the same. */
  readonly unanswered: number;
  readonly unfinished: number;
  /** Begun more than once. */
  readonly begunAgain: number;
  /** Addresses with more than one stored result for all. */
  readonly storedTwice: number;
  readonly requests: number;
}

const program = fileURLToPath(new URL("service-process.ts", import.meta.url));

/**
 * Has so many scans made by a service that is killed (SIGKILL) again and again while it takes scans in and makes them, and
 * counts what came of them. Submissions go on until so many are accepted; after the last kill everything owed is waited for.
 */
export async function killRun(
  folder: string,
  scans: number,
  kills: number,
  tell = (_: string): void => {},
): Promise<KillRun> {
  const site = await loopbackSite(() => ({ status: 200 }));
  const accepted = new Map<string, string>();
  let service = await start();
  let killed = 0;
  let next = 0;

  async function start(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
    const child = fork(program, [folder, site.hostAndPort], { execArgv: ["--conditions=@crosscheck/source"] });
    const [{ url }] = (await once(child, "message")) as [{ url: string }];
    return { child, url };
  }

  async function submit(): Promise<void> {
    while (accepted.size < scans) {
      const target = `${site.url}?${next++}`;
      const answer = await fetch(`${service.url}api/v1/scans`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ url: target }),
      }).catch(() => null);
      const body = answer === null ? null : ((await answer.json().catch(() => null)) as { id: string } | null);
      if (answer?.status === 202 && body !== null) accepted.set(body.id, target);
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function killAtIntervals(): Promise<void> {
    for (let kill = 1; kill <= kills; kill++) {
      while (accepted.size < (scans * kill) / (kills + 1)) await new Promise((resolve) => setTimeout(resolve, 5));
      const gone = once(service.child, "exit");
      service.child.kill("SIGKILL");
      await gone;
      killed++;
      service = await start();
      tell(`killed ${killed} times, ${accepted.size} accepted`);
    }
  }

  async function waitUntilIdle(): Promise<void> {
    for (;;) {
      const health = (await (await fetch(`${service.url}healthz`)).json()) as { running: number; queued: number };
      if (health.running + health.queued === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  try {
    await Promise.all([killAtIntervals(), ...Array.from({ length: 24 }, submit)]);
    await waitUntilIdle();
    let lost = 0;
    let wrong = 0;
    for (const [id, target] of accepted) {
      const answer = await fetch(`${service.url}api/v1/scans/${id}`);
      const report = (await answer.json()) as { schema?: string; target?: string; verdict?: string };
      if (report.schema !== "crosscheck/scan@1") lost++;
      else if (report.target !== target || report.verdict !== "passed") wrong++;
    }
    return { accepted: accepted.size, kills: killed, lost, wrong, requests: site.asked.length, ...countRows() };
  } finally {
    const gone = once(service.child, "exit");
    service.child.kill("SIGKILL");
    await gone;
    await site.close();
  }

  function countRows(): Pick<KillRun, "doubled" | "unanswered" | "unfinished" | "begunAgain" | "storedTwice"> {
    const database = new DatabaseSync(join(folder, "results-scans.sqlite"), { readOnly: true });
    const results = new DatabaseSync(join(folder, "results.sqlite"), { readOnly: true });
    const count = (from: DatabaseSync, sql: string): number => Number(from.prepare(sql).get()?.n);
    try {
      return {
        doubled: count(database, "SELECT count(*) - count(DISTINCT url) AS n FROM scans"),
        unanswered: count(database, "SELECT count(*) AS n FROM scans") - accepted.size,
        unfinished: count(database, "SELECT count(*) AS n FROM scans WHERE report IS NULL"),
        begunAgain: count(database, "SELECT count(*) AS n FROM scans WHERE attempts > 1"),
        storedTwice: count(
          results,
          "SELECT count(*) AS n FROM (SELECT 1 FROM results GROUP BY url HAVING count(*) > 1)",
        ),
      };
    } finally {
      database.close();
      results.close();
    }
  }
}
