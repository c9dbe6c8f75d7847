import type { ClientFailure } from "./http-client.ts";

/**
 * Whoever runs a service for others says which hosts it leaves alone, whatever the address guard allows. Asked for every
 * host that a scan comes to, its redirects' too; not for those that are trusted.
 */
export interface HostGate {
  /** Before the name is looked up. */
  name(host: string): ClientFailure | null;
  /** Before the first connection to it, with the addresses that may be connected to. */
  contact(host: string, addresses: readonly string[]): ClientFailure | null;
}
