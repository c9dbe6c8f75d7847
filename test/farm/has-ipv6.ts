import { networkInterfaces } from "node:os";

/** Whether this machine has IPv6 at all; some containers have none, and a site at ::1 cannot be served there. */
export const hasIpv6: boolean = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);
