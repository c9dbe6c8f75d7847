/** How far an address reaches: to this machine, to its network, to everyone. https://wicg.github.io/local-network-access/#ip-address-space */
export type AddressSpace = "loopback" | "local" | "public";

/**
 * Whether a page of one address space that asks for another is a local network request: it goes where fewer can go. A
 * browser with Local Network Access (Chromium 142 and newer) asks the user first.
 *
 * https://wicg.github.io/local-network-access/#non-public-ip-address-block
 */
export function isLocalNetworkRequest(page: AddressSpace, target: AddressSpace): boolean {
  return reach[target] < reach[page];
}

const reach: Readonly<Record<AddressSpace, number>> = { loopback: 0, local: 1, public: 2 };
