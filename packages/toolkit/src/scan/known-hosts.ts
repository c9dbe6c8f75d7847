import { nearestNetwork } from "./admit-addresses.ts";
import { failure, isFailure } from "./client-failure.ts";
import { beforeDeadline, type Deadline } from "./deadline.ts";
import type { ClientFailure, NameService } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** Names and their addresses. Each is looked up once, so that a second, other answer is never asked for. */
export interface KnownHosts {
  addressesOf(target: ScanTarget): Promise<readonly string[] | ClientFailure>;
  /** Whether a name surely does not exist; false where that cannot be told. */
  isMissing(host: string): Promise<boolean>;
  /** Where the host is; null before its addresses are known. */
  networkOf(target: ScanTarget): "public" | "private" | "loopback" | null;
}

export function knownHosts(names: NameService, deadline: Deadline): KnownHosts {
  const lookups = new Map<string, Promise<readonly string[] | ClientFailure>>();
  const networks = new Map<string, "public" | "private" | "loopback">();

  async function lookUp({ host, isAddress }: ScanTarget): Promise<readonly string[] | ClientFailure> {
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
    isMissing: (host) => beforeDeadline(names.isMissing(host, deadline.signal), deadline.signal, () => false),
    networkOf: ({ host }) => networks.get(host) ?? null,
  };
}
