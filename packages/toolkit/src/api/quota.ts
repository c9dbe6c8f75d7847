/** Keys that are remembered; more would let one who has many addresses fill this server's memory. */
const mostKeys = 100_000;

const hour = 3_600_000;

/** Seconds that are none: the clock has fractions, and sums of them are not exact. */
const rounding = 1e-6;

/**
 * So many an hour for each key: as many at once, then one for each hour's part that has passed. (The generic cell rate
 * algorithm: of a key, only the moment is kept at which all that it took is given back.)
 */
export class Quota {
  readonly perHour: number;
  /** By key, the one that was asked for last at the end. */
  readonly #whole = new Map<string, number>();

  constructor(perHour: number) {
    this.perHour = perHour;
  }

  /** Whole seconds until the key may take one; 0 when it may. */
  wait(key: string, now: number = performance.now()): number {
    const whole = Math.max(this.#whole.get(key) ?? now, now);
    return Math.max(0, Math.ceil((whole + this.#each - hour - now) / 1_000 - rounding));
  }

  take(key: string, now: number = performance.now()): void {
    const whole = Math.max(this.#whole.get(key) ?? now, now) + this.#each;
    this.#whole.delete(key);
    this.#whole.set(key, whole);
    for (const [oldest, at] of this.#whole) {
      if (at > now && this.#whole.size <= mostKeys) break;
      this.#whole.delete(oldest);
    }
  }

  get #each(): number {
    return hour / this.perHour;
  }
}
