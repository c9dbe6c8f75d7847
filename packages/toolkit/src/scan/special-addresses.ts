/** Why an address is not one of the public internet's. */
export type SpecialAddressKind =
  | "unspecified"
  | "loopback"
  | "rfc1918"
  | "cgnat"
  | "link-local"
  | "metadata"
  | "ula"
  | "site-local"
  | "multicast"
  | "broadcast"
  | "documentation"
  | "benchmark"
  | "transition"
  | "reserved"
  | "not-an-address";

/**
 * Prefixes that are not globally reachable, the narrower before the wider: the first match counts. After the IANA
 * registries of special-purpose addresses, except that a whole block is refused where the registry carves a few reachable
 * anycast addresses out of it (192.0.0.0/24, 2001::/23): no website lives there.
 *
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
// biome-ignore format: one prefix per line
export const specialAddresses: readonly (readonly [prefix: string, kind: SpecialAddressKind, what: string])[] = [
  ["0.0.0.0/32",         "unspecified",   "the unspecified address, which reaches this machine"],
  ["0.0.0.0/8",          "reserved",      "an address of \"this network\" (RFC 791)"],
  ["10.0.0.0/8",         "rfc1918",       "a private address (RFC 1918)"],
  ["100.100.100.200/32", "metadata",      "a cloud's metadata address"],
  ["100.64.0.0/10",      "cgnat",         "an address behind a carrier's NAT (RFC 6598)"],
  ["127.0.0.0/8",        "loopback",      "a loopback address"],
  ["168.63.129.16/32",   "metadata",      "a cloud's metadata address"],
  ["169.254.169.254/32", "metadata",      "a cloud's metadata address"],
  ["169.254.170.2/32",   "metadata",      "a cloud's metadata address"],
  ["169.254.0.0/16",     "link-local",    "a link-local address (RFC 3927)"],
  ["172.16.0.0/12",      "rfc1918",       "a private address (RFC 1918)"],
  ["192.0.0.192/32",     "metadata",      "a cloud's metadata address"],
  ["192.0.0.0/24",       "reserved",      "an address reserved for protocols (RFC 6890)"],
  ["192.0.2.0/24",       "documentation", "an address for documentation (RFC 5737)"],
  ["192.88.99.0/24",     "transition",    "a 6to4 relay's address (RFC 7526)"],
  ["192.168.0.0/16",     "rfc1918",       "a private address (RFC 1918)"],
  ["198.18.0.0/15",      "benchmark",     "an address for benchmarks (RFC 2544)"],
  ["198.51.100.0/24",    "documentation", "an address for documentation (RFC 5737)"],
  ["203.0.113.0/24",     "documentation", "an address for documentation (RFC 5737)"],
  ["224.0.0.0/4",        "multicast",     "a multicast address (RFC 1112)"],
  ["255.255.255.255/32", "broadcast",     "the broadcast address (RFC 919)"],
  ["240.0.0.0/4",        "reserved",      "a reserved address (RFC 1112)"],

  ["::/128",             "unspecified",   "the unspecified address, which reaches this machine"],
  ["::1/128",            "loopback",      "a loopback address"],
  ["64:ff9b:1::/48",     "transition",    "a local NAT64 address (RFC 8215)"],
  ["100::/64",           "reserved",      "an address whose packets are discarded (RFC 6666)"],
  ["2001::/32",          "transition",    "a Teredo address (RFC 4380)"],
  ["2001:2::/48",        "benchmark",     "an address for benchmarks (RFC 5180)"],
  ["2001:db8::/32",      "documentation", "an address for documentation (RFC 3849)"],
  ["2001::/23",          "reserved",      "an address reserved for protocols (RFC 2928)"],
  ["2002::/16",          "transition",    "a 6to4 address (RFC 3056)"],
  ["3fff::/20",          "documentation", "an address for documentation (RFC 9637)"],
  ["fd00:ec2::254/128",  "metadata",      "a cloud's metadata address"],
  ["fd20:ce::254/128",   "metadata",      "a cloud's metadata address"],
  ["fc00::/7",           "ula",           "a private address (RFC 4193)"],
  ["fe80::/10",          "link-local",    "a link-local address (RFC 4291)"],
  ["fec0::/10",          "site-local",    "a site-local address (RFC 3879)"],
  ["ff00::/8",           "multicast",     "a multicast address (RFC 4291)"],
];
