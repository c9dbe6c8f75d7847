import { classifyAddress } from "./address-guard.ts";
import { failure } from "./client-failure.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** More connections than this would make a scan, and a hostile zone with a thousand addresses, a port scan. */
const maxAddresses = 4;

/**
 * The addresses that may be connected to, or why none may. One that is not public condemns all: a zone that mixes them is
 * an attack (DNS rebinding) or a mistake, and trying the others would tell them apart for the attacker.
 */
export function admitAddresses(target: ScanTarget, addresses: readonly string[]): readonly string[] | ClientFailure {
  if (!target.trusted) {
    for (const address of addresses) {
      const place = classifyAddress(address);
      if (place.network === "public") continue;
      const subject = target.isAddress
        ? `${address} is ${place.what}`
        : `${target.host} resolves to ${address}, ${place.what}`;
      return failure(
        "address-not-allowed",
        `${subject}, which a scan does not reach unless you allow it: add --allow-private.`,
      );
    }
  }
  return addresses.slice(0, maxAddresses);
}

/** Where a site is that has these addresses: as near as the nearest. */
export function nearestNetwork(addresses: readonly string[]): "public" | "private" | "loopback" {
  const networks = addresses.map((address) => classifyAddress(address).network);
  if (networks.includes("loopback")) return "loopback";
  return networks.includes("private") ? "private" : "public";
}
