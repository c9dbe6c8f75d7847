import { formatIpv4, isInPrefix, parseIpAddress } from "./ip-address.ts";

/** ::ffff:0:0/96, as a socket that takes both families names an IPv4 address. */
const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0];

/**
 * What one party holds: an IPv4 address, or the /64 of an IPv6 address, of which a single customer has all (RFC 6177). The
 * text itself when it is no address.
 */
export function addressKey(address: string): string {
  const bytes = parseIpAddress(address);
  if (bytes === null) return address;
  if (bytes.length === 4) return formatIpv4(bytes);
  if (isInPrefix(bytes, mapped, 96)) return formatIpv4(bytes.slice(12));
  const pieces = [0, 2, 4, 6].map((at) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  return `${pieces.join(":")}::/64`;
}
