/**
 * How many times more processor time eight times as much takes: 8 or somewhat more when the work grows as its input does, 64 when
 * it grows as the square; so less than 30 is no square. Of both the best of three, and of several ratios the least, because
 * whatever else the machine and the collector of garbage do only ever adds.
 */
export function growth(size: number, work: (size: number) => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 5 && least > plainlyLinear; attempt++) {
    least = Math.min(least, best(() => work(size * 8)) / best(() => work(size)));
  }
  return least;
}

const plainlyLinear = 16;

function best(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage().user;
    work();
    return process.cpuUsage().user - before;
  });
  return Math.max(1_000, Math.min(...times));
}
