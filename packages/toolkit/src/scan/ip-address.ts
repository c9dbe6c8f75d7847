import { isIPv4, isIPv6 } from "node:net";

/**
 * The 4 or 16 bytes of an IP address in text, or null when the text is none. A zone id (`fe80::1%eth0`) is dropped: it
 * names the interface to leave by, not another address.
 */
export function parseIpAddress(text: string): readonly number[] | null {
  const withoutZone = text.replace(/%.*$/s, "");
  if (isIPv4(withoutZone)) return bytesOfIpv4(withoutZone);
  if (isIPv6(withoutZone)) return bytesOfIpv6(withoutZone);
  return null;
}

function bytesOfIpv4(text: string): number[] {
  return text.split(".").map(Number);
}

/** https://url.spec.whatwg.org/#concept-ipv6-parser says which texts there are; `isIPv6` has refused all others. */
function bytesOfIpv6(text: string): number[] {
  const [head = "", tail] = text.split("::");
  const before = bytesOfPieces(head);
  if (tail === undefined) return before;
  const after = bytesOfPieces(tail);
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after];
}

function bytesOfPieces(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((piece) => {
    if (piece.includes(".")) return bytesOfIpv4(piece);
    const value = Number.parseInt(piece, 16);
    return [value >> 8, value & 0xff];
  });
}

/** Four bytes as `192.0.2.1`. */
export function formatIpv4(bytes: readonly number[]): string {
  return bytes.join(".");
}

/** Whether the address begins with the prefix's first `length` bits; addresses of different families never do. */
export function isInPrefix(address: readonly number[], prefix: readonly number[], length: number): boolean {
  if (address.length !== prefix.length) return false;
  for (let bit = 0; bit < length; bit += 8) {
    const index = bit / 8;
    const mask = length - bit >= 8 ? 0xff : (0xff << (8 - (length - bit))) & 0xff;
    if (((address[index] ?? 0) & mask) !== ((prefix[index] ?? 0) & mask)) return false;
  }
  return true;
}
