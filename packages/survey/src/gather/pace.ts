/** How fast a process may begin: as many a second as its event loop, and what it asks through, carry. */
export interface Pace {
  /** How many may begin now. */
  take(most: number): number;
  /** A site answered everything, after so many milliseconds. */
  answered(durationMs: number): void;
  /** The longest that the event loop was late in the last moments, in milliseconds. */
  readonly delayMs: number;
  readonly startsPerSecond: number;
  stop(): void;
}

export interface PaceWish {
  readonly mostStarts: number;
  /** What each site has for all its answers. */
  readonly deadlineMs: number;
}

const tickMs = 20;
/** Late by more: the process does too much, and would take answers that lie in its sockets for silence. */
const tooLateMs = 60;
const fewestStarts = 10;
const firstStarts = 100;
/** Of the rate, in a tick in which more would have begun. Slow enough that answers tell of it before it has doubled. */
const growth = 1.005;

/**
 * A bucket of starts, filled at a rate that grows while the event loop keeps its time and answers come as soon as at first,
 * and shrinks when they do not. Without it, a scanner invents dead sites: it opens more connections than it can read, or
 * than the line and the servers behind it carry, and their time runs out.
 */
export function steeredPace({ mostStarts, deadlineMs }: PaceWish): Pace {
  let rate = Math.min(mostStarts, firstStarts);
  let tokens = 0;
  let delayMs = 0;
  let wanted = false;
  let last = performance.now();
  let heldUntil = 0;
  const answers = answerTimes(deadlineMs);
  const timer = setInterval(() => {
    const now = performance.now();
    const late = Math.max(0, now - last - tickMs);
    // After a stop (a frozen process, a laptop's lid) the bucket holds one tick's worth, not an hour's.
    tokens = Math.min(tokens + (rate * Math.min(now - last, 100)) / 1_000, rate / 5 + 1);
    last = now;
    delayMs = Math.max(late, delayMs * 0.8);
    if (delayMs > tooLateMs) rate = Math.max(fewestStarts, rate * 0.95);
    else if (answers.areLate()) {
      // Once for as long as answers take: what was begun before tells nothing of what changed now.
      if (now >= heldUntil) {
        rate = Math.max(fewestStarts, rate * 0.75);
        heldUntil = now + answers.usualMs();
      }
    } else if (wanted) rate = Math.min(mostStarts, rate * growth + 0.05);
    wanted = false;
  }, tickMs);
  return {
    take: (most) => {
      wanted ||= most > tokens;
      const taken = Math.min(most, Math.floor(tokens));
      tokens -= taken;
      return taken;
    },
    answered: answers.add,
    get delayMs() {
      return delayMs;
    },
    get startsPerSecond() {
      return rate;
    },
    stop: () => clearInterval(timer),
  };
}

/** So many answers make a beginning. */
const enough = 30;

interface AnswerTimes {
  add(durationMs: number): void;
  usualMs(): number;
  /** Whether sites take three times as long as they did when they were quickest, and a good part of their time. */
  areLate(): boolean;
}

export function answerTimes(deadlineMs: number): AnswerTimes {
  let count = 0;
  let usual = 0;
  let quickest = Number.POSITIVE_INFINITY;
  return {
    add: (durationMs) => {
      count++;
      usual += (durationMs - usual) / Math.min(count, enough);
      if (count >= enough) quickest = Math.min(quickest, usual);
    },
    usualMs: () => usual,
    areLate: () => count >= enough && usual > 3 * quickest && usual > deadlineMs / 20,
  };
}
