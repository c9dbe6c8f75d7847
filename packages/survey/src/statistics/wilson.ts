/** A share with its 95% interval. */
export interface Share {
  readonly count: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The two-sided 95% quantile of the normal distribution. */
const z = 1.959963984540054;

/**
 * Wilson's score interval (Wilson, JASA 22, 1927): it stays between 0 and 1, and holds for shares near either, where most
 * of a survey's are. Of nothing there is no share.
 */
export function shareOf(count: number, of: number): Share | null {
  if (of === 0) return null;
  const share = count / of;
  const square = z * z;
  const centre = (share + square / (2 * of)) / (1 + square / of);
  const half = (z / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  return {
    count,
    of,
    share,
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === of ? 1 : Math.min(1, centre + half),
  };
}
