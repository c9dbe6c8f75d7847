import { parseTarget } from "../scan/parse-target.ts";

/**
 * How often a host may be scanned afresh because somebody ticks *Clear cache*: without a floor, this server would be a way
 * to make it send requests to a host as fast as one can click.
 */
export class ClearCacheFloor {
  readonly #floorMs: number;
  readonly #ownSites: ReadonlySet<string>;
  /** When each host was last scanned, oldest first. */
  readonly #last = new Map<string, number>();

  /** @param ownSites `host:port` pairs that are counted apart: the demo sites share one host. */
  constructor(floorMs: number, ownSites: ReadonlySet<string>) {
    this.#floorMs = floorMs;
    this.#ownSites = ownSites;
  }

  /** Whole seconds since the host was scanned, when that is less than the floor; else null. */
  secondsSince(target: string, now: number = performance.now()): number | null {
    const last = this.#last.get(this.#key(target));
    return last === undefined || now - last >= this.#floorMs ? null : Math.floor((now - last) / 1_000);
  }

  scanned(target: string, now: number = performance.now()): void {
    for (const [key, last] of this.#last) {
      if (now - last < this.#floorMs) break;
      this.#last.delete(key);
    }
    const key = this.#key(target);
    this.#last.delete(key);
    this.#last.set(key, now);
  }

  /** What the page says when the floor holds. */
  describe(seconds: number): string {
    const ago = seconds === 0 ? "a moment ago" : `${seconds} s ago`;
    return (
      `Clear cache had no effect: this host was scanned ${ago}, and it is scanned afresh at most once in ` +
      `${Math.round(this.#floorMs / 1_000)} s. This is the stored result.`
    );
  }

  #key(target: string): string {
    const parsed = parseTarget(target);
    if (!parsed.ok) return target.toLowerCase();
    const { host, hostname } = new URL(parsed.urls[0]);
    return this.#ownSites.has(host) ? host : hostname.replace(/\.$/, "");
  }
}
