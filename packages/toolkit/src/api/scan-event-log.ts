export interface Progress {
  readonly message: string;
  readonly requests: number;
}

/** A step of a scan; ids grow within it. */
export interface ScanEvent {
  readonly id: number;
  readonly type: "progress" | "done";
  readonly progress: Progress;
}

/** More than any scan has: forty requests, the start and the end. */
const idsPerAttempt = 1_000;

/**
 * The id after which those of an attempt count. A scan that is begun again after a restart goes on above what any client has seen,
 * so that its `Last-Event-ID` stays true.
 */
export function eventIdsOf(attempts: number): number {
  return attempts * idsPerAttempt;
}

/** The steps of one scan, and who waits for the next. */
export class ScanEvents {
  readonly #events: ScanEvent[] = [];
  readonly #listeners = new Set<() => void>();
  #lastId: number;

  /** @param after the id before the first */
  constructor(after: number) {
    this.#lastId = after;
  }

  get lastId(): number {
    return this.#lastId;
  }

  after(id: number): readonly ScanEvent[] {
    return this.#events.filter((event) => event.id > id);
  }

  add(type: ScanEvent["type"], progress: Progress): void {
    this.#lastId++;
    this.#events.push({ id: this.#lastId, type, progress });
    for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves at the next event, and after `milliseconds` at the latest. */
  next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(settle);
        resolve();
      };
      const timer = setTimeout(settle, milliseconds);
      this.#listeners.add(settle);
    });
  }
}
