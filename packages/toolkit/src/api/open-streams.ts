import type { Refusal } from "./admission.ts";

/** Streams that may be open at once: a stream costs a connection and a timer for as long as its reader likes. */
export interface StreamLimits {
  readonly perRequester: number;
  readonly inAll: number;
}

const defaultLimits: StreamLimits = { perRequester: 20, inAll: 1_000 };

/** Counts the event streams that are open, and refuses one too many. */
export class OpenStreams {
  readonly #limits: StreamLimits;
  readonly #open = new Map<string, number>();
  #total = 0;

  constructor(limits: StreamLimits = defaultLimits) {
    this.#limits = limits;
  }

  /** The function that gives the place back, or why there is none. */
  enter(requester: string): (() => void) | Refusal {
    const own = this.#open.get(requester) ?? 0;
    if (own >= this.#limits.perRequester) {
      const detail = `You follow ${own} scans at once already. Close one, or ask for a scan's result without /events.`;
      return { code: "too-many-streams", detail, retryAfterSeconds: 10 };
    }
    if (this.#total >= this.#limits.inAll) {
      const detail = "Too many scans are followed at once. Ask for the scan's result without /events, or come again.";
      return { code: "too-busy", detail, retryAfterSeconds: 10 };
    }
    this.#open.set(requester, own + 1);
    this.#total++;
    let entered = true;
    return () => {
      if (!entered) return;
      entered = false;
      this.#total--;
      const left = (this.#open.get(requester) ?? 1) - 1;
      if (left === 0) this.#open.delete(requester);
      else this.#open.set(requester, left);
    };
  }
}
