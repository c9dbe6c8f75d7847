import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ResultRow } from "../store/survey-store.ts";
import type { FromWorker, GatherOptions, Job } from "./messages.ts";

/** The processes that gather. One that dies is replaced, and what it had not answered is given back. */
export interface WorkerPool {
  /** Targets that the processes can take now. */
  readonly wanted: number;
  send(jobs: readonly Job[]): void;
  readonly pids: readonly number[];
  readonly loopDelayMs: number;
  stop(): Promise<void>;
}

export interface PoolEvents {
  readonly onResults: (rows: readonly ResultRow[]) => void;
  /** Processes want more. */
  readonly onWanted: () => void;
  /** A process died, with these unanswered. */
  readonly onLost: (jobs: readonly Job[], how: string) => void;
}

interface Worker {
  readonly child: ChildProcess;
  readonly under: Map<number, Job>;
  wanted: number;
  loopDelayMs: number;
}

// From source it is TypeScript, which Node strips; built, it is JavaScript.
const workerFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url),
);

export function startWorkerPool(processes: number, options: GatherOptions, events: PoolEvents): WorkerPool {
  const workers = new Set<Worker>();
  let stopping = false;

  function start(): void {
    const child = fork(workerFile, [], {
      serialization: "advanced",
      // What a worker says on its own is a fault: it belongs on standard error.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const worker: Worker = { child, under: new Map(), wanted: 0, loopDelayMs: 0 };
    workers.add(worker);
    child.on("message", (message: FromWorker) => {
      if (message.type === "want") {
        worker.wanted += message.count;
        events.onWanted();
        return;
      }
      worker.loopDelayMs = message.loopDelayMs;
      // Of a target that was given back after all, nothing is taken twice.
      const rows = message.rows.filter(({ target }) => worker.under.delete(target));
      if (rows.length > 0) events.onResults(rows);
    });
    let gone = false;
    const lost = (how: string): void => {
      if (gone) return;
      gone = true;
      workers.delete(worker);
      if (stopping) return;
      start();
      events.onLost([...worker.under.values()], how);
    };
    child.on("error", (error) => lost(error.message));
    child.on("exit", (code, signal) => lost(signal === null ? `exit code ${code}` : signal));
    tell(child, { type: "begin", options });
  }

  for (let index = 0; index < processes; index++) start();
  return {
    get wanted() {
      let sum = 0;
      for (const { wanted } of workers) sum += wanted;
      return sum;
    },
    get pids() {
      return [...workers].flatMap(({ child }) => child.pid ?? []);
    },
    get loopDelayMs() {
      return Math.max(0, ...[...workers].map(({ loopDelayMs }) => loopDelayMs));
    },
    send: (jobs) => {
      let from = 0;
      for (const worker of [...workers].sort((a, b) => b.wanted - a.wanted)) {
        const share = jobs.slice(from, from + worker.wanted);
        if (share.length === 0) continue;
        from += share.length;
        worker.wanted -= share.length;
        for (const job of share) worker.under.set(job.id, job);
        tell(worker.child, { type: "jobs", jobs: share });
      }
    },
    stop: async () => {
      stopping = true;
      await Promise.all(
        [...workers].map(
          ({ child }) =>
            new Promise<void>((resolve) => {
              child.once("exit", () => resolve());
              if (child.exitCode !== null || child.signalCode !== null) resolve();
              if (child.connected) child.disconnect();
              else child.kill();
              setTimeout(() => child.kill("SIGKILL"), 2_000).unref();
            }),
        ),
      );
    },
  };
}

/** A process that just died takes nothing; its end is told by its `exit`. */
function tell(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => {});
}
