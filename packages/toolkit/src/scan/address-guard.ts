import { formatIpv4, isInPrefix, parseIpAddress } from "./ip-address.ts";
import { type SpecialAddressKind, specialAddresses } from "./special-addresses.ts";

/** Where an address is, and for one that is not public, which kind it is and in words what it is: `a loopback address`. */
export type AddressClass =
  | { readonly network: "public" }
  | { readonly network: "loopback" | "private"; readonly kind: SpecialAddressKind; readonly what: string };

const table = specialAddresses.map(([text, kind, what]) => ({ ...prefix(text), kind, what }));

/** All that IANA has given out as global unicast. Anything beside it is refused, known or not. */
const globalUnicast = prefix("2000::/3");

/** Prefixes whose last four bytes are the IPv4 address that a packet ends up at, and that is therefore judged. */
const embeddings = [
  { ...prefix("::ffff:0:0/96"), as: "IPv4-mapped" }, // RFC 4291, section 2.5.5.2
  { ...prefix("64:ff9b::/96"), as: "NAT64" }, // RFC 6052: what an IPv6-only network makes of every IPv4 site
] as const;

/** Whether an IP address, as text without brackets, is on the public internet; if not, what it is. Never throws. */
export function classifyAddress(address: string): AddressClass {
  const bytes = parseIpAddress(address);
  if (bytes === null) return { network: "private", kind: "not-an-address", what: "not an IP address" };

  const special = table.find(({ start, length }) => isInPrefix(bytes, start, length));
  if (special !== undefined) {
    const network = special.kind === "loopback" || special.kind === "unspecified" ? "loopback" : "private";
    return { network, kind: special.kind, what: special.what };
  }
  if (bytes.length === 4) return { network: "public" };

  const embedding = embeddings.find(({ start, length }) => isInPrefix(bytes, start, length));
  if (embedding !== undefined) {
    const ipv4 = formatIpv4(bytes.slice(12));
    const inner = classifyAddress(ipv4);
    return inner.network === "public" ? inner : { ...inner, what: `${ipv4} as ${embedding.as}, ${inner.what}` };
  }
  if (isInPrefix(bytes, globalUnicast.start, globalUnicast.length)) return { network: "public" };
  return { network: "private", kind: "reserved", what: "a reserved address (RFC 4291)" };
}

function prefix(text: string): { readonly start: readonly number[]; readonly length: number } {
  const [address = "", length] = text.split("/");
  return { start: parseIpAddress(address) ?? [], length: Number(length) };
}
