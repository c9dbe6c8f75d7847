import { meantDuration } from "#for-authors";
import type { DocumentPath, Report } from "./problem.ts";

/** A day: Firefox keeps a preflight no longer, and neither does any other browser. */
const longestMaxAge = 86_400;

const secondsOf: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
]);

const expected = "seconds from 0 to 86400, or a duration such as 90s, 10m, 2h, 1d";

/** Seconds, 0–86,400; null when absent or wrong. */
export function parseMaxAge(value: unknown, path: DocumentPath, report: Report): number | null {
  if (value === undefined) return null;
  if (typeof value === "string") {
    const seconds = parseDuration(value, path, report);
    return seconds === null ? null : judgeSeconds(seconds, value, path, report);
  }
  if (typeof value === "number" && !Number.isNaN(value)) return judgeSeconds(value, value, path, report);
  report("max-age-invalid", path, value, { expected });
  return null;
}

function judgeSeconds(seconds: number, value: unknown, path: DocumentPath, report: Report): number | null {
  if (seconds < 0) {
    report("max-age-negative", path, value, { suggestion: 0 });
  } else if (seconds > longestMaxAge) {
    report("max-age-too-long", path, value, { suggestion: longestMaxAge });
  } else if (!Number.isInteger(seconds)) {
    report("max-age-fractional", path, value, { suggestion: Math.round(seconds) });
  } else {
    // -0 becomes 0.
    return seconds + 0;
  }
  return null;
}

/** The seconds of `90s`, `10m`, `2h` or `1d`, perhaps out of range; null and a problem when it is not one. */
function parseDuration(text: string, path: DocumentPath, report: Report): number | null {
  const [, amount, unit] = /^(-?[0-9]{1,10})([smhd])$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return Number(amount) * (secondsOf.get(unit) ?? 1);
  report("max-age-invalid", path, text, { expected, suggestion: meantDuration(text) });
  return null;
}
