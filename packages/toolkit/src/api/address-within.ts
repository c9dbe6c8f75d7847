/** Servers and browsers take longer addresses, and heads of 16 KiB are where the first ones end. */
const longestAddress = 6_000;

/** An address that holds all of a form; null when it would be too long. */
export function addressWithin(address: string): string | null {
  return address.length > longestAddress ? null : address;
}
