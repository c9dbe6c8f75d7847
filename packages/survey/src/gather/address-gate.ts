import { classifyAddress } from "crosscheck/scan/address-guard";
import type { Politeness } from "./messages.ts";

interface Place {
  active: number;
  nextAt: number;
}

/** Who may be asked now: few connections at once to one address, and few new ones a second. */
export interface AddressGate {
  /** Milliseconds until the address may be asked; 0 is now, infinity is when another connection there has ended. */
  waitFor(address: string, now: number): number;
  enter(address: string, now: number): void;
  leave(address: string): void;
  /** False for an address that is nobody else's, and is asked as fast as it answers. */
  limits(address: string): boolean;
}

export function addressGate({ connections, startsPerSecond, sparesLoopback }: Politeness): AddressGate {
  const places = new Map<string, Place>();
  const spacing = 1_000 / startsPerSecond;
  const isFree = (address: string): boolean => !sparesLoopback && classifyAddress(address).network === "loopback";
  return {
    limits: (address) => !isFree(address),
    waitFor: (address, now) => {
      const place = places.get(address);
      if (place === undefined) return 0;
      if (place.active >= connections) return Number.POSITIVE_INFINITY;
      return Math.max(0, place.nextAt - now);
    },
    enter: (address, now) => {
      if (isFree(address)) return;
      const place = places.get(address) ?? { active: 0, nextAt: 0 };
      place.active++;
      place.nextAt = Math.max(now, place.nextAt) + spacing;
      places.set(address, place);
      if (places.size > 50_000) forgetPassed(places, now);
    },
    leave: (address) => {
      const place = places.get(address);
      if (place !== undefined && place.active > 0) place.active--;
    },
  };
}

/** Most addresses are asked once: those whose time has passed need not be remembered. */
function forgetPassed(places: Map<string, Place>, now: number): void {
  for (const [address, { active, nextAt }] of places) if (active === 0 && nextAt <= now) places.delete(address);
}
