import { Worker } from "node:worker_threads";
import type { TextTaskName, TextTasks } from "./text-tasks.ts";
import type { TextAnswer } from "./text-worker.ts";

export interface TextWorkLimits {
  /** Threads. */
  readonly workers: number;
  /** Texts that wait for one. */
  readonly queue: number;
  /** Milliseconds of a processor for one text; of a clock, six times as many, for a machine that has much to do. */
  readonly time: number;
  /** Megabytes of a thread's heap. */
  readonly memory: number;
}

const defaultTextWorkLimits: TextWorkLimits = { workers: 2, queue: 20, time: 5_000, memory: 256 };

/** Why a text was not worked on to its end. */
export class TextWorkError extends Error {
  readonly code: "too-hard" | "too-busy";

  constructor(code: "too-hard" | "too-busy", message: string) {
    super(message);
    this.code = code;
  }
}

interface Job {
  readonly message: { readonly name: TextTaskName; readonly request: unknown };
  readonly resolve: (outcome: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Work on texts that anybody may send, in threads with a limit of time and memory, so that no text stops the server. Threads
 * start when they are needed, and keep no process alive.
 */
export class TextWork {
  readonly #limits: TextWorkLimits;
  readonly #idle: Worker[] = [];
  readonly #waiting: Job[] = [];
  #busy = 0;

  constructor(limits: Partial<TextWorkLimits> = {}) {
    this.#limits = { ...defaultTextWorkLimits, ...limits };
  }

  /** @throws TextWorkError, or what the work itself throws */
  run<Name extends TextTaskName>(name: Name, request: TextTasks[Name]["request"]): Promise<TextTasks[Name]["outcome"]> {
    if (this.#busy >= this.#limits.workers && this.#waiting.length >= this.#limits.queue) {
      const message = "As many texts as this server keeps are waiting for their turn. Try again in a few seconds.";
      return Promise.reject(new TextWorkError("too-busy", message));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message: { name, request }, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#busy >= this.#limits.workers) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    this.#busy++;
    const worker = this.#idle.pop() ?? startWorker(this.#limits.memory);
    let stopWatching = (): void => {};

    const settle = (end: () => void, isUsable: boolean): void => {
      stopWatching();
      worker.off("message", heard);
      worker.off("error", failed);
      worker.unref();
      if (isUsable) this.#idle.push(worker);
      else {
        // One that is ended may still fail.
        worker.on("error", () => {});
        void worker.terminate();
      }
      this.#busy--;
      end();
      this.#next();
    };
    const heard = (answer: TextAnswer): void => {
      if ("begun" in answer) {
        const { time } = this.#limits;
        stopWatching = watchTime(worker, time, () => settle(() => job.reject(tooHard(`${time / 1_000} s`)), false));
      } else if ("tooLarge" in answer) settle(() => job.reject(tooHard("8 MB of an answer")), true);
      else settle(() => ("error" in answer ? job.reject(answer.error) : job.resolve(answer.outcome as never)), true);
    };
    const failed = (error: unknown): void => settle(() => job.reject(asTooHard(error, this.#limits.memory)), false);
    worker.on("message", heard);
    worker.on("error", failed);
    worker.ref();
    worker.postMessage(job.message);
  }
}

function startWorker(memory: number): Worker {
  // From source the file is TypeScript, and the workspace's packages are, too.
  const isSource = import.meta.url.endsWith(".ts");
  return new Worker(new URL(isSource ? "./text-worker.ts" : "./text-worker.js", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 32 },
    execArgv: isSource ? ["--conditions=@crosscheck/source"] : [],
  });
}

/** Calls `over` when the thread has had its time, counted from here: loading the thread is no fault of the text's. */
function watchTime(worker: Worker, milliseconds: number, over: () => void): () => void {
  const started = performance.now();
  const before = worker.cpuUsage().catch(() => null);
  let stopped = false;
  let timer: NodeJS.Timeout;
  const look = async (): Promise<void> => {
    const [first, now] = await Promise.all([before, worker.cpuUsage().catch(() => null)]);
    if (stopped) return;
    const used = first === null || now === null ? 0 : (now.user + now.system - first.user - first.system) / 1_000;
    if (used >= milliseconds || performance.now() - started >= 6 * milliseconds) over();
    else watch(Math.max(milliseconds - used, 50));
  };
  const watch = (wait: number): void => {
    timer = setTimeout(look, wait);
  };
  watch(milliseconds);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function asTooHard(error: unknown, memory: number): unknown {
  const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return isMemory ? tooHard(`${memory} MB`) : error;
}

function tooHard(what: string): TextWorkError {
  const message = `This text needs more than the ${what} that this server spends on one. Shorten it, or use the command for it, which has no such limit.`;
  return new TextWorkError("too-hard", message);
}
