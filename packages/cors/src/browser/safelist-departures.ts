import type { Profile } from "./departures.ts";

/**
 * What Chromium adds to the safelist: headers of its own that a script may set too, with values that it might send.
 *
 * https://source.chromium.org/chromium/chromium/src/+/main:services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader
 */
export function isSafelistedClientHint(lowercasedName: string, value: string): boolean {
  switch (lowercasedName) {
    case "save-data":
      return value.toLowerCase() === "on";
    case "device-memory":
    case "downlink":
    case "dpr":
      return /^[0-9]+(?:\.[0-9]+)?$/.test(value);
    case "rtt":
    case "viewport-width":
    case "width":
      return /^[0-9]+$/.test(value);
    case "ect":
      return value === "slow-2g" || value === "2g" || value === "3g" || value === "4g";
    case "intervention":
    case "user-agent":
      return true;
    default:
      return false;
  }
}

/** Firefox counts every byte from 0x80 on as unsafe. */
export function hasNonAscii(value: string): boolean {
  return /[\x80-\xff]/.test(value);
}

/** Firefox takes a Content-Type for none if it is a list, or if its parameters end with a semicolon. */
export function isSingleMediaType(value: string): boolean {
  const semicolon = value.indexOf(";");
  const parameters = semicolon === -1 ? "" : value.slice(semicolon + 1).trimEnd();
  return !value.includes(",") && !parameters.endsWith(";");
}

const largestInt64 = 2n ** 63n - 1n;
const largestUint64 = 2n ** 64n - 1n;

/** Whether a range's number is one that the engine can count to; Chromium keeps the largest for itself. */
export function fitsRangeInteger(digits: string | null, { departures }: Profile): boolean {
  if (digits === null || digits.length < 19) return true;
  if (digits.length > 20) return !departures.has("range-up-to-int64") && !departures.has("range-up-to-uint64");
  if (departures.has("range-up-to-int64")) return BigInt(digits) < largestInt64;
  return !departures.has("range-up-to-uint64") || BigInt(digits) <= largestUint64;
}
