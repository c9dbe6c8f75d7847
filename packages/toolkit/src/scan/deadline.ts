import { setMaxListeners } from "node:events";

/** The time that everything shares. */
export interface Deadline {
  /** Aborts when the time is up, or when it is cancelled. */
  readonly signal: AbortSignal;
  readonly milliseconds: number;
  cancel(): void;
}

/** A deadline that keeps no process alive. */
export function startDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // One listener for each connection under way.
  const timer = setTimeout(() => controller.abort(), milliseconds);
  timer.unref();
  return {
    signal: controller.signal,
    milliseconds,
    cancel: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

/** The promise's value, or `late()` when the signal aborts first: for work that cannot be cancelled itself. */
export function beforeDeadline<T>(promise: Promise<T>, signal: AbortSignal, late: () => T): Promise<T> {
  if (signal.aborted) return Promise.resolve(late());
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(late());
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
