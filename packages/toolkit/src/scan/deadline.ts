import { setMaxListeners } from "node:events";

/** The time that everything shares. */
export interface Deadline {
  /** Aborts when the time is up, or when it is cancelled. */
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  /** Calls once when it is over, as the signal tells its listeners; returns what takes the call back. */
  whenOver(listener: () => void): () => void;
  /** The end of a sentence about what did not happen: `within the scan's 30 s`. */
  inTime(): string;
  cancel(): void;
}

/** Made once: an error that is made anew for each client costs its stack. */
const scanIsOver = new Error("The scan is over.");

/**
 * A deadline that keeps no process alive.
 *
 * @param stop cancels it
 */
export function startDeadline(milliseconds: number, stop?: AbortSignal): Deadline {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // One listener for each connection under way.
  const listeners = new Set<() => void>();
  let cancelled = false;
  let isOver = false;
  const end = (reason?: Error): void => {
    isOver = true;
    controller.abort(reason);
    for (const listener of listeners) listener();
    listeners.clear();
  };
  const timer = setTimeout(end, milliseconds);
  timer.unref();
  const cancel = (): void => {
    clearTimeout(timer);
    stop?.removeEventListener("abort", cancel);
    cancelled ||= !isOver;
    if (!isOver) end(scanIsOver);
  };
  stop?.addEventListener("abort", cancel, { once: true });
  if (stop?.aborted) cancel();
  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    whenOver: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    inTime: () => (cancelled ? "before the scan was stopped" : `within the scan's ${milliseconds / 1000} s`),
    cancel,
  };
}

/**
 * What one request gets of the time: a server that keeps silent must not eat the whole of it. Cancel it when it is over. Its
 * signal is made when it is asked for, because most requests are answered and need none.
 */
export function shareOf(deadline: Deadline, milliseconds: number): Deadline {
  let controller: AbortController | null = null;
  const listeners = new Set<() => void>();
  let isOwn = false;
  let isOver = deadline.isOver;
  const timer = setTimeout(() => {
    isOwn = true;
    end();
  }, milliseconds);
  timer.unref();
  const forget = isOver ? () => {} : deadline.whenOver(end);

  function end(): void {
    isOver = true;
    for (const listener of listeners) listener();
    listeners.clear();
    controller?.abort();
  }
  return {
    get signal() {
      controller ??= new AbortController();
      if (isOver) controller.abort();
      return controller.signal;
    },
    get isOver() {
      return isOver;
    },
    whenOver: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    inTime: () => (isOwn ? `within ${milliseconds / 1000} s` : deadline.inTime()),
    cancel: () => {
      clearTimeout(timer);
      forget();
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
