/** A range's first and last byte as decimal digits without leading zeros, since there is no bound; null when omitted. */
export type SingleRange = readonly [start: string | null, end: string | null];

/**
 * Parses a single range header value, as the CORS safelist does: allowWhitespace is false.
 *
 * https://fetch.spec.whatwg.org/#simple-range-header-value
 */
export function parseSingleRangeHeaderValue(data: string): SingleRange | "failure" {
  // 2. If data does not start with "bytes", then return failure. (Lower case only.)
  // 5. If the code point after it is not U+003D (=), then return failure.
  if (!data.startsWith("bytes=")) return "failure";

  // 8. Let rangeStart be the ASCII digits from here on.
  const startEnd = endOfDigits(data, 6);
  const rangeStart = data.slice(6, startEnd);

  // 11. If the code point at position is not U+002D (-), then return failure.
  if (data[startEnd] !== "-") return "failure";

  // 14. Let rangeEnd be the ASCII digits from here on.
  const endEnd = endOfDigits(data, startEnd + 1);
  const rangeEnd = data.slice(startEnd + 1, endEnd);

  // 16. If position is not past the end of data, then return failure.
  if (endEnd !== data.length) return "failure";

  // 9, 15. A value is null if there were no digits.
  const rangeStartValue = decimal(rangeStart);
  const rangeEndValue = decimal(rangeEnd);

  // 17. If rangeEndValue and rangeStartValue are null, then return failure.
  if (rangeStartValue === null && rangeEndValue === null) return "failure";

  // 18. If both are numbers, and rangeStartValue is greater than rangeEndValue, then return failure.
  if (rangeStartValue !== null && rangeEndValue !== null && isGreater(rangeStartValue, rangeEndValue)) return "failure";

  // 19. Return (rangeStartValue, rangeEndValue).
  return [rangeStartValue, rangeEndValue];
}

function endOfDigits(data: string, start: number): number {
  let position = start;
  while (position < data.length && isDigit(data.charCodeAt(position))) position++;
  return position;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function decimal(digits: string): string | null {
  if (digits === "") return null;
  let start = 0;
  while (start < digits.length - 1 && digits[start] === "0") start++;
  return digits.slice(start);
}

function isGreater(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
