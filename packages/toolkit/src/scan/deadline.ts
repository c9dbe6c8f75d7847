import { setMaxListeners } from "node:events";

/** The time that everything shares. */
export interface Deadline {
  /** Aborts when the time is up, or when it is cancelled. */
  readonly signal: AbortSignal;
  /** The end of a sentence about what did not happen: `within the scan's 30 s`. */
  inTime(): string;
  cancel(): void;
}

/** Made once: an error that is made anew for each client costs its stack. */
const isOver = new Error("The scan is over.");

/**
 * A deadline that keeps no process alive.
 *
 * @param stop cancels it
 */
export function startDeadline(milliseconds: number, stop?: AbortSignal): Deadline {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // One listener for each connection under way.
  let cancelled = false;
  const timer = setTimeout(() => controller.abort(), milliseconds);
  timer.unref();
  const cancel = (): void => {
    clearTimeout(timer);
    stop?.removeEventListener("abort", cancel);
    cancelled ||= !controller.signal.aborted;
    controller.abort(isOver);
  };
  stop?.addEventListener("abort", cancel, { once: true });
  if (stop?.aborted) cancel();
  return {
    signal: controller.signal,
    inTime: () => (cancelled ? "before the scan was stopped" : `within the scan's ${milliseconds / 1000} s`),
    cancel,
  };
}

/** What one request gets of the time: a server that keeps silent must not eat the whole of it. Cancel it when it is over. */
export function shareOf(deadline: Deadline, milliseconds: number): Deadline {
  const controller = new AbortController();
  let isOwn = false;
  const timer = setTimeout(() => {
    isOwn = true;
    controller.abort();
  }, milliseconds);
  timer.unref();
  const abort = (): void => controller.abort();
  if (deadline.signal.aborted) abort();
  else deadline.signal.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    inTime: () => (isOwn ? `within ${milliseconds / 1000} s` : deadline.inTime()),
    cancel: () => {
      clearTimeout(timer);
      deadline.signal.removeEventListener("abort", abort);
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
