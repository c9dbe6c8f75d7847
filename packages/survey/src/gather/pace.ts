/** How fast a process may begin: as many a second as its event loop carries. */
export interface Pace {
  /** How many may begin now. */
  take(most: number): number;
  /** The longest that the event loop was late in the last moments, in milliseconds. */
  readonly delayMs: number;
  readonly startsPerSecond: number;
  stop(): void;
}

const tickMs = 20;
/** Late by more: the process does too much, and would take answers that lie in its sockets for silence. */
const tooLateMs = 60;
const fewestStarts = 10;

/**
 * A bucket of starts, filled at a rate that grows while the event loop keeps its time and shrinks when it does not.
 * Without it, a scanner invents dead sites: it opens more connections than it can read, and their time runs out.
 */
export function steeredPace(mostStarts: number): Pace {
  let rate = Math.min(mostStarts, 100);
  let tokens = 0;
  let delayMs = 0;
  let wanted = false;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const late = Math.max(0, now - last - tickMs);
    // After a stop (a frozen process, a laptop's lid) the bucket holds one tick's worth, not an hour's.
    tokens = Math.min(tokens + (rate * Math.min(now - last, 100)) / 1_000, rate / 5 + 1);
    last = now;
    delayMs = Math.max(late, delayMs * 0.8);
    if (delayMs > tooLateMs) rate = Math.max(fewestStarts, rate * 0.95);
    else if (wanted) rate = Math.min(mostStarts, rate * 1.02 + 0.2);
    wanted = false;
  }, tickMs);
  return {
    take: (most) => {
      wanted ||= most > tokens;
      const taken = Math.min(most, Math.floor(tokens));
      tokens -= taken;
      return taken;
    },
    get delayMs() {
      return delayMs;
    },
    get startsPerSecond() {
      return rate;
    },
    stop: () => clearInterval(timer),
  };
}
