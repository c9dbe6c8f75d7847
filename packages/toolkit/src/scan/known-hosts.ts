import { nearestNetwork } from "./admit-addresses.ts";
import { failure, isFailure } from "./client-failure.ts";
import { beforeDeadline, type Deadline } from "./deadline.ts";
import type { HostGate } from "./host-gate.ts";
import type { ClientFailure, NameService } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** Names and their addresses. Each is looked up once, so that a second, other answer is never asked for. */
export interface KnownHosts {
  addressesOf(target: ScanTarget): Promise<readonly string[] | ClientFailure>;
  /** Why a host is left alone, though its addresses may be connected to; null when it is not. Asked once a host. */
  refusalOf(target: ScanTarget, addresses: readonly string[]): ClientFailure | null;
  /** Whether a name surely does not exist; false where that cannot be told. */
  isMissing(host: string): Promise<boolean>;
  /** The name that a host is an alias of (CNAME), where that name surely does not exist; else null. */
  danglingAlias(host: string): Promise<string | null>;
  /** Where the host is; null before its addresses are known. */
  networkOf(target: ScanTarget): "public" | "private" | "loopback" | null;
}

export function knownHosts(names: NameService, gate: HostGate | null, deadline: Deadline): KnownHosts {
  const lookups = new Map<string, Promise<readonly string[] | ClientFailure>>();
  const refusals = new Map<string, ClientFailure | null>();
  const networks = new Map<string, "public" | "private" | "loopback">();

  async function lookUp({ host, isAddress, trusted }: ScanTarget): Promise<readonly string[] | ClientFailure> {
    const refused = trusted ? null : (gate?.name(host) ?? null);
    if (refused !== null) return refused;
    const found = isAddress
      ? [host]
      : await beforeDeadline(names.resolve(host, deadline.signal), deadline.signal, () => late(host));
    if (!isFailure(found)) networks.set(host, nearestNetwork(found));
    return found;
  }

  function late(host: string): ClientFailure {
    return failure(
      "name-lookup-failed",
      `${host} could not be looked up ${deadline.inTime()}: the name server did not answer. Check the network, or name another with --resolver.`,
    );
  }

  return {
    addressesOf: (target) => {
      const lookup = lookups.get(target.host) ?? lookUp(target);
      lookups.set(target.host, lookup);
      return lookup;
    },
    refusalOf: ({ host, trusted }, addresses) => {
      if (trusted || gate === null) return null;
      const refused = refusals.get(host) ?? (refusals.has(host) ? null : gate.contact(host, addresses));
      refusals.set(host, refused);
      return refused;
    },
    isMissing: async (host) => {
      if (gate !== null && gate.name(host) !== null) return false;
      return beforeDeadline(names.isMissing(host, deadline.signal), deadline.signal, () => false);
    },
    danglingAlias: async (host) => {
      if (names.danglingAlias === undefined || (gate !== null && gate.name(host) !== null)) return null;
      return beforeDeadline(names.danglingAlias(host, deadline.signal), deadline.signal, () => null);
    },
    networkOf: ({ host }) => networks.get(host) ?? null,
  };
}
