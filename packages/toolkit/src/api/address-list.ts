import { isInPrefix, parseIpAddress } from "../scan/ip-address.ts";

/** An address, or all that begin as it does: `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`. */
export interface AddressPrefix {
  readonly bytes: readonly number[];
  readonly length: number;
}

/** Null when it is none. */
export function parseAddressPrefix(text: string): AddressPrefix | null {
  const [, address = "", length] = /^\[?([^/\]]*)\]?(?:\/([0-9]{1,3}))?$/.exec(text) ?? [];
  const bytes = parseIpAddress(address);
  if (bytes === null) return null;
  const most = bytes.length * 8;
  const given = length === undefined ? most : Number(length);
  return given > most ? null : { bytes, length: given };
}

/** Whether an address is in one of them. An IPv4 address that a socket names in IPv6 is the same one. */
export function isListed(address: string, list: readonly AddressPrefix[]): boolean {
  const bytes = parseIpAddress(address.replace(/^::ffff:(?=\d+\.)/i, ""));
  return bytes !== null && list.some((prefix) => isInPrefix(bytes, prefix.bytes, prefix.length));
}
